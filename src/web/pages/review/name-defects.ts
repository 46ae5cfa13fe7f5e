import type { BoardView } from '#contract/blueprint.ts';
import type { CandidateView } from '#contract/candidate.ts';

type Board = Pick<BoardView, 'defects'>;

/** The defects that a picture shows, the one that it was made for first. */
export function defectsShown({
  defectId,
  instances,
}: Pick<CandidateView, 'defectId' | 'instances'>): string[] {
  return [...new Set([defectId, ...instances.map((instance) => instance.defectId)])];
}

export function nameDefect({ defects }: Board, defectId: string): string {
  return defects.find((defect) => defect.id === defectId)?.name ?? 'a removed defect';
}

/** What a picture shows, in a few words: for readers who do not see it. */
export function describeShown(
  board: Board,
  candidate: Pick<CandidateView, 'kind' | 'defectId' | 'instances'>,
): string {
  const names = defectsShown(candidate)
    .map((id) => nameDefect(board, id))
    .join(' and ');
  return candidate.kind === 'allowed-variation' ? `allowed variation of ${names}` : names;
}
