import type { BoardView } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyDone, notifyFailure } from '../../notify.ts';
import longButton from '../../ui/long-button.module.css';
import { countOf } from '../../words.ts';
import { type CellsChange, lowerTargets } from './lower-targets.ts';

type Props = { board: BoardView; onLowered: (undo: CellsChange[]) => void };

/** For whoever wants a release of what is approved now, without changing every target by hand. */
export function LowerTargetsButton({ board, onLowered }: Props) {
  const { cells, readiness } = board;
  const { changes, undo } = lowerTargets(cells.map((cell) => ({ ...cell, approved: cell.counts.approved })));
  const change = useChangeCells(board.blueprint.id);
  const skipped = changes.find(({ state }) => state === 'skipped')?.cellIds.length ?? 0;
  const lowered = changes.reduce((sum, { cellIds }) => sum + cellIds.length, 0) - skipped;
  const isOpen = readiness.missing.some(({ code }) => code === 'jobs_open' || code === 'undecided');
  const isEmpty = cells.every(({ state, counts }) => state !== 'active' || counts.approved === 0);
  const reason = isOpen
    ? 'Possible once every picture is made and decided on.'
    : isEmpty
      ? 'Possible once a picture is approved.'
      : `Lowers ${countOf(lowered, 'target')}` +
        (skipped === 0 ? '.' : `, and skips ${countOf(skipped, 'cell')} without an approved picture.`);
  return (
    <>
      <Button
        variant="default"
        classNames={longButton}
        disabled={isOpen || isEmpty}
        loading={change.isPending}
        aria-describedby="lower-targets-reason"
        onClick={() =>
          change.mutate(changes, {
            onSuccess: () => {
              notifyDone('Targets are what is approved now');
              onLowered(undo);
            },
            onError: (error) => notifyFailure('The targets were not lowered', error),
          })
        }
      >
        Lower these targets to what is approved
      </Button>
      <Text size="sm" c="dimmed" id="lower-targets-reason">
        {reason}
      </Text>
    </>
  );
}

/** One after the other: each is a change of its own in the blueprint's history. */
export function useChangeCells(blueprintId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (changes: CellsChange[]) => {
      for (const body of changes) await call(changeCells, { params: { blueprintId }, body });
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
        queryClient.invalidateQueries({ queryKey: keys.cells(blueprintId) }),
      ]),
  });
}
