import type { CandidateRecord } from '#db/candidate-records.ts';
import type { MatrixCell } from '#db/cell-summaries.ts';

/**
 * Whether a picture shows no defect that was removed, or marked impossible on its golden image, after it was made: such
 * a one is not taught, and its mark must not pass for a good place either, whatever was decided.
 */
export function teachableAmong(cells: readonly MatrixCell[]): (candidate: CandidateRecord) => boolean {
  const key = (goldenId: string, defectId: string): string => `${goldenId}/${defectId}`;
  const taught = new Set(
    cells.filter((cell) => cell.state !== 'impossible').map((cell) => key(cell.golden_id, cell.defect_id)),
  );
  return ({ golden_id: goldenId, defect_id: own, instances }) =>
    [own, ...instances.map(({ defectId }) => defectId)].every((id) => taught.has(key(goldenId, id)));
}
