import { changeCells } from '#contract/cell.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import type { CellState } from '#core/blueprint/cell-state.ts';
import type { PlacementChoice } from '#core/blueprint/drawing-options.ts';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyDone, notifyFailure } from '../../notify.ts';
import { countOf } from '../../words.ts';

type CellActions = {
  /** Without `cellIds`: every active cell; without `count`: up to each cell's target. */
  readonly generate: (cellIds?: string[], count?: number) => Promise<void>;
  readonly cancel: (cellIds?: string[]) => Promise<void>;
  readonly cancelJob: (jobId: string) => Promise<void>;
  /** Without a reason those that are in this state keep theirs. */
  readonly setState: (cellIds: string[], state: CellState, reason?: string) => Promise<void>;
  readonly setTarget: (cellIds: string[], target: number) => Promise<void>;
  readonly setPlace: (
    cellIds: string[],
    place: { placement?: PlacementChoice; region?: null },
  ) => Promise<void>;
};

/** What can be done to one cell, a row, a column, or all of them. */
export function useCellActions(blueprintId: string): CellActions {
  const queryClient = useQueryClient();
  const params = { blueprintId };

  const attempt = async (failed: string, act: () => Promise<string | undefined>) => {
    try {
      const done = await act();
      if (done !== undefined) notifyDone(done);
    } catch (error) {
      notifyFailure(failed, error);
    }
    // Also without a live connection the page shows what was done.
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
      queryClient.invalidateQueries({ queryKey: keys.cells(blueprintId) }),
    ]);
  };

  return {
    generate: (cellIds, count) =>
      attempt('Nothing was queued', async () => {
        const { queued } = await call(generate, { params, body: { cellIds, count } });
        return queued === 0
          ? 'Nothing to make: every cell has what it needs.'
          : `${countOf(queued, 'picture')} queued`;
      }),
    cancel: (cellIds) =>
      attempt('Not cancelled', async () => {
        const { cancelled } = await call(cancelJobs, { params, body: { cellIds } });
        return `${countOf(cancelled, 'picture')} cancelled`;
      }),
    cancelJob: (jobId) =>
      attempt('Not cancelled', async () => {
        await call(cancelJobs, { params, body: { jobIds: [jobId] } });
        return undefined;
      }),
    setPlace: (cellIds, place) =>
      attempt('Not changed', async () => {
        await call(changeCells, { params, body: { cellIds, ...place } });
        return undefined;
      }),
    setState: (cellIds, state, stateReason) =>
      attempt('Not changed', async () => {
        await call(changeCells, { params, body: { cellIds, state, stateReason } });
        return undefined;
      }),
    setTarget: (cellIds, target) =>
      attempt('The target was not changed', async () => {
        await call(changeCells, { params, body: { cellIds, target } });
        return undefined;
      }),
  };
}
