import type { CandidateRecord } from '#db/candidates.ts';
import type { CellSummary } from '#db/cells.ts';

/**
 * Without the pictures of cells that were marked impossible after pictures were made: what cannot happen on
 * a part is not taught, whatever was decided about its pictures.
 */
export function leaveOutImpossible(
  candidates: readonly CandidateRecord[],
  cells: readonly CellSummary[],
): CandidateRecord[] {
  const impossible = new Set(cells.filter((cell) => cell.state === 'impossible').map((cell) => cell.id));
  return candidates.filter((candidate) => !impossible.has(candidate.cell_id));
}
