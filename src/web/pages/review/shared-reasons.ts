import type { CandidateView } from '#contract/candidate.ts';
import type { DefectView } from '#contract/defect.ts';

type Reason = { readonly id: string; readonly label: string };
type Listed = Pick<DefectView, 'id' | 'rejectReasons'>;

/** The reasons that all of these pictures may be rejected for, in the order of the digits of the first one's defect. */
export function sharedReasons(
  defects: readonly Listed[],
  pictures: readonly Pick<CandidateView, 'defectId'>[],
): Reason[] {
  const ids = [...new Set(pictures.map(({ defectId }) => defectId))];
  const lists = ids.map((id) =>
    (defects.find((defect) => defect.id === id)?.rejectReasons ?? []).filter(({ isRetired }) => !isRetired),
  );
  const [first = [], ...others] = lists;
  return first.filter(({ id }) => others.every((list) => list.some((reason) => reason.id === id)));
}
