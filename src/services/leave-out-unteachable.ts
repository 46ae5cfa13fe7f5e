import type { CandidateRecord } from '#db/candidates.ts';
import type { CellSummary } from '#db/cells.ts';

/**
 * Without the pictures that show a defect which was removed, or marked impossible on their golden image, after
 * they were made: it is not taught, and its mark must not pass for a good place either, whatever was decided.
 */
export function leaveOutUnteachable(
  candidates: readonly CandidateRecord[],
  cells: readonly Pick<CellSummary, 'golden_id' | 'defect_id' | 'state'>[],
): CandidateRecord[] {
  const key = (goldenId: string, defectId: string): string => `${goldenId}/${defectId}`;
  const taught = new Set(
    cells.filter((cell) => cell.state !== 'impossible').map((cell) => key(cell.golden_id, cell.defect_id)),
  );
  return candidates.filter(({ golden_id: goldenId, defect_id: own, instances }) =>
    [own, ...instances.map(({ defectId }) => defectId)].every((id) => taught.has(key(goldenId, id))),
  );
}
