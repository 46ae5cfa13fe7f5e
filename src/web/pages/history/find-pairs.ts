import type { CandidateView } from '#contract/candidate.ts';

type Pair = { seed: number; pictures: [CandidateView, CandidateView] };

/** Pictures of two prompts that were made with the same seed and nothing else in them, newest first. */
export function findPairs(candidates: readonly CandidateView[], first: string, second: string): Pair[] {
  const alone = candidates.filter(({ kind, companions }) => kind === 'defect' && companions.length === 0);
  const bySeed = (promptId: string): Map<number, CandidateView> =>
    new Map(
      alone.flatMap((picture) =>
        picture.promptId === promptId && picture.seed !== null ? [[picture.seed, picture] as const] : [],
      ),
    );
  const others = bySeed(second);
  return [...bySeed(first)]
    .flatMap(([seed, picture]): Pair[] => {
      const other = others.get(seed);
      return other === undefined ? [] : [{ seed, pictures: [picture, other] }];
    })
    .toReversed();
}
