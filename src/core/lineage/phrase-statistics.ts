import { segmentPrompt, type FamilyWords } from '../prompt/prompt-segments.ts';
import { understandPrompt } from '../prompt/understand-prompt.ts';
import { upperQuantile } from './normal-quantile.ts';
import { type Interval, type Share, shareDifference, wilson } from './wilson.ts';

export type JudgedPrompt = { readonly text: string; readonly approved: number; readonly rejected: number };

/** Words that always came together in these prompts, and how pictures with and without them were decided on. */
export type PhraseStatistic = {
  /** As they are read ("severity: major"), or as they stand there; at most four of them. */
  readonly phrases: string[];
  /** How many more came together with these. */
  readonly more: number;
  readonly prompts: number;
  readonly with: Share & { readonly interval: Interval };
  readonly without: Share & { readonly interval: Interval };
  /** How much more often pictures with it were approved, at 95 %. */
  readonly difference: Interval;
  /** Beyond chance still when it is counted in that all rows of the table were looked at. */
  readonly isCertain: boolean;
};

/** Longer stretches repeat what their parts say. */
const longestPhrase = 3;
const mostPrompts = 500;

/**
 * Which phrases go with approval. Phrases that stand in the same prompts cannot be told apart and are one row; those
 * in all prompts or in none of the judged ones tell nothing and are left out. Most certain first: by how far the
 * interval of the difference keeps from "none". Pictures of one prompt resemble each other, so the truth is less
 * certain than the intervals say.
 */
export function phraseStatistics(
  prompts: readonly JudgedPrompt[],
  families: readonly FamilyWords[],
): PhraseStatistic[] {
  const judged = prompts.filter(({ approved, rejected }) => approved + rejected > 0).slice(0, mostPrompts);
  const holders = new Map<string, Set<number>>();
  judged.forEach(({ text }, index) => {
    for (const phrase of phrasesIn(text, families)) {
      const held = holders.get(phrase) ?? new Set();
      holders.set(phrase, held.add(index));
    }
  });
  const groups = Map.groupBy(
    [...holders].filter(([, held]) => held.size < judged.length),
    ([, held]) => [...held].join(),
  );
  const all = shareOf(judged);
  const z = upperQuantile(0.025 / Math.max(1, groups.size));
  const rows = [...groups.values()].map((group): PhraseStatistic => {
    const held = group[0]![1];
    const having = shareOf([...held].map((index) => judged[index]!));
    const lacking = { hits: all.hits - having.hits, total: all.total - having.total };
    const phrases = shortest(group.map(([phrase]) => phrase));
    return {
      phrases: phrases.slice(0, 4),
      more: Math.max(0, phrases.length - 4),
      prompts: held.size,
      with: { ...having, interval: wilson(having.hits, having.total) },
      without: { ...lacking, interval: wilson(lacking.hits, lacking.total) },
      difference: shareDifference(having, lacking),
      isCertain: distance(shareDifference(having, lacking, z)) > 0,
    };
  });
  return rows.toSorted(
    (a, b) =>
      distance(b.difference) - distance(a.difference) ||
      b.with.total - a.with.total ||
      a.phrases[0]!.localeCompare(b.phrases[0]!, 'en'),
  );
}

/** How far from "no difference" it keeps; negative where that lies inside. */
function distance({ low, high }: Interval): number {
  return Math.max(low, -high);
}

function shareOf(prompts: readonly JudgedPrompt[]): Share {
  const hits = prompts.reduce((sum, { approved }) => sum + approved, 0);
  return { hits, total: hits + prompts.reduce((sum, { rejected }) => sum + rejected, 0) };
}

/** What the words were understood as, and the words themselves up to three in a row. */
function phrasesIn(text: string, families: readonly FamilyWords[]): Set<string> {
  const found = new Set(understandPrompt(text, families).understood.map(({ meaning }) => meaning));
  const segments = segmentPrompt(text, families);
  const words = segments.map((segment) =>
    segment.kind === 'break' ? null : text.slice(segment.start, segment.end).toLowerCase(),
  );
  for (let from = 0; from < words.length; from++) {
    for (let length = 1; length <= longestPhrase && from + length <= words.length; length++) {
      const run = words.slice(from, from + length);
      if (run.includes(null)) break;
      // Little words say something between others only: "of", "near" and "the" by themselves do not.
      if (segments[from]!.kind === 'silent' || segments[from + length - 1]!.kind === 'silent') continue;
      found.add(`“${run.join(' ')}”`);
    }
  }
  return found;
}

/** Meanings first; of words, those that no other of the group says already. */
function shortest(phrases: readonly string[]): string[] {
  const bare = (phrase: string): string => phrase.slice(1, -1);
  const words = phrases.filter((phrase) => phrase.startsWith('“'));
  const longest = words.filter(
    (phrase) => !words.some((other) => other !== phrase && ` ${bare(other)} `.includes(` ${bare(phrase)} `)),
  );
  return [...phrases.filter((phrase) => !phrase.startsWith('“')), ...longest];
}
