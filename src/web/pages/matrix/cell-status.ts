import type { CellView } from '#contract/cell.ts';
import { picturesOf } from './matrix-counts.ts';

export type CellStatus = { readonly text: string; readonly tone: 'quiet' | 'working' | 'failed' };

/** What a cell has to say in one line: trouble first, then what is being made. */
export function cellStatus(
  cell: Pick<CellView, 'state' | 'counts' | 'allowed' | 'jobs' | 'latest'>,
): CellStatus {
  const { queued, running, failed } = picturesOf(cell);
  const work = [running > 0 && `${running} being made`, queued > 0 && `${queued} queued`].filter(
    (part) => part !== false,
  );
  const reason = (state: 'failed' | 'queued' | 'running') =>
    cell.jobs.find((job) => job.state === state && job.failure !== null)?.failure ?? undefined;

  const failure = reason('failed');
  if (failed > 0 && failure !== undefined) {
    return { text: [`${failed} failed: ${failure}`, ...work].join(' · '), tone: 'failed' };
  }
  if (failed > 0) return { text: [`${failed} failed`, ...work].join(' · '), tone: 'failed' };
  const retry = reason('queued');
  if (retry !== undefined) return { text: [...work, `trying again: ${retry}`].join(' · '), tone: 'failed' };
  const hindrance = reason('running');
  if (hindrance !== undefined) return { text: [...work, hindrance].join(' · '), tone: 'failed' };
  if (work.length > 0) return { text: work.join(' · '), tone: 'working' };
  if (cell.state === 'active' && cell.latest.length === 0) return { text: 'No picture yet', tone: 'quiet' };
  return { text: '', tone: 'quiet' };
}
