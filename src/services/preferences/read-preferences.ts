import { createRandom } from '#core/random.ts';
import { mostTellingPair, repeatOf } from '#core/review/next-pair.ts';
import { pairPictures } from '#core/review/pair-pictures.ts';
import { clearEnough, rankPrompts } from '#core/review/rank-prompts.ts';
import { type CandidateRecord, findCandidate } from '#db/candidate-records.ts';
import { findCell } from '#db/cells.ts';
import { ratedPictures } from '#db/lineage.ts';
import { type Preference, preferencesOf } from '#db/preferences.ts';
import { promptsOfCell } from '#db/prompts.ts';
import type { Db } from '#db/schema.ts';
import { noSuchCell } from '../read-cell.ts';

/** The fit takes n³ steps, and nobody compares more. */
const mostPrompts = 40;

export type Preferences = {
  ranking: {
    promptId: string;
    text: string;
    isCurrent: boolean;
    pictures: number;
    approved: number;
    rejected: number;
    approval: { p: number; low: number; high: number };
    best: number;
  }[];
  clear: string | null;
  pair: { left: CandidateRecord; right: CandidateRecord } | null;
  answers: number;
  rater: {
    answers: number;
    left: number;
    right: number;
    repeats: number;
    agreed: number;
    lastId: string | null;
  };
};

/** How a cell's prompts stand, and what `rater` is to compare next. Throws AppError `not_found`. */
export async function readPreferences(
  { db }: { db: Db },
  cellId: string,
  rater: string,
): Promise<Preferences> {
  const cell = await findCell(db, cellId);
  if (cell === undefined) throw noSuchCell();
  const pictures = await ratedPictures(db, cellId);
  const byPrompt = Map.groupBy(pictures, (picture) => picture.prompt_id);
  const prompts = (await promptsOfCell(db, cellId, 1000))
    .filter(({ id }) => byPrompt.has(id))
    .slice(0, mostPrompts)
    .map((prompt) => {
      const made = byPrompt.get(prompt.id) ?? [];
      const count = (verdict: string): number => made.filter((one) => one.verdict === verdict).length;
      return { ...prompt, made, approved: count('approved'), rejected: count('rejected') };
    });
  const numberOf = new Map(prompts.flatMap(({ made }, i) => made.map(({ id }) => [id, i] as const)));

  const answers = await preferencesOf(db, cellId);
  const heard = answers.flatMap(({ left_id, right_id, verdict }) => {
    const [left, right] = [numberOf.get(left_id), numberOf.get(right_id)];
    return left === undefined || right === undefined ? [] : [{ left, right, verdict }];
  });
  const ranked = rankPrompts(prompts, heard);
  const own = answers.filter(({ author }) => author === rater);
  // Until the rater answers, or takes an answer back, the question stays the same.
  const seed = `${cellId}/${rater}/${own.length}`;
  const next = (): readonly [string, string] | null => {
    const again = repeatOf(
      own.map((answer) => ({ ...answer, repeats: answer.repeats_id !== null })),
      seed,
    );
    if (again !== null && numberOf.has(again.left_id) && numberOf.has(again.right_id)) {
      return [again.right_id, again.left_id];
    }
    const random = createRandom(seed);
    const pair = mostTellingPair(ranked.fit, prompts.length, random);
    if (pair === null) return null;
    const asked = answers.map(({ left_id, right_id }) => [left_id, right_id] as const);
    return pairPictures(prompts[pair[0]]!.made, prompts[pair[1]]!.made, asked, random);
  };

  const ranking = prompts
    .map(({ id, text, made, approved, rejected }, i) => ({
      promptId: id,
      text,
      isCurrent: id === cell.prompt_id,
      pictures: made.length,
      approved,
      rejected,
      ...ranked.prompts[i]!,
    }))
    .toSorted((a, b) => b.best - a.best || b.approval.p - a.approval.p);
  const [first] = ranking;
  return {
    ranking,
    clear: ranking.length > 1 && first!.best > clearEnough ? first!.promptId : null,
    pair: await readPair(db, next()),
    answers: heard.length,
    rater: judgeRater(own),
  };
}

async function readPair(db: Db, ids: readonly [string, string] | null): Promise<Preferences['pair']> {
  if (ids === null) return null;
  const [left, right] = await Promise.all(ids.map((id) => findCandidate(db, id)));
  // One of them may just have been removed; the page hears of that, and asks again.
  return left === undefined || right === undefined ? null : { left, right };
}

/** What is known of a reviewer by their own answers. */
function judgeRater(own: readonly Preference[]): Preferences['rater'] {
  const byId = new Map(own.map((answer) => [answer.id, answer]));
  const swapped = { left: 'right', right: 'left', same: 'same', neither: 'neither' } as const;
  const repeats = own.flatMap((answer) => {
    const first = byId.get(answer.repeats_id ?? '');
    return first === undefined ? [] : [swapped[first.verdict] === answer.verdict];
  });
  return {
    answers: own.length,
    left: own.filter(({ verdict }) => verdict === 'left').length,
    right: own.filter(({ verdict }) => verdict === 'right').length,
    repeats: repeats.length,
    agreed: repeats.filter(Boolean).length,
    lastId: own.at(-1)?.id ?? null,
  };
}
