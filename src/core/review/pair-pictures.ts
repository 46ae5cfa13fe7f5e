import type { Random } from '../random.ts';

type Picture = { readonly id: string; readonly seed: string | null };

/**
 * One picture of each of two prompts, as [left, right]: of all pairs the one that was asked least often, then one that shares
 * a seed, since what differs between such two is what the words did. Sides, and what is left open, are drawn.
 *
 * @param asked pairs of ids that were shown before.
 */
export function pairPictures(
  ones: readonly Picture[],
  others: readonly Picture[],
  asked: readonly (readonly [string, string])[],
  random: Random,
): readonly [string, string] | null {
  const key = (a: string, b: string): string => [a, b].toSorted().join();
  const shown = new Map<string, number>();
  const seen = new Map<string, number>();
  for (const [a, b] of asked) {
    shown.set(key(a, b), (shown.get(key(a, b)) ?? 0) + 1);
    for (const id of [a, b]) seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  // The least seen few of each are enough to choose from: a cell may have thousands.
  const few = (pictures: readonly Picture[]): Picture[] =>
    pictures.toSorted((a, b) => (seen.get(a.id) ?? 0) - (seen.get(b.id) ?? 0)).slice(0, 50);
  let best: (readonly [string, string])[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const a of few(ones)) {
    for (const b of few(others)) {
      const shares = a.seed !== null && a.seed === b.seed;
      const cost =
        10 * (shown.get(key(a.id, b.id)) ?? 0) +
        (shares ? 0 : 5) +
        (seen.get(a.id) ?? 0) +
        (seen.get(b.id) ?? 0);
      if (cost < least) [best, least] = [[[a.id, b.id]], cost];
      else if (cost === least) best.push([a.id, b.id]);
    }
  }
  if (best.length === 0) return null;
  const [a, b] = random.pick(best);
  return random.chance(0.5) ? [a, b] : [b, a];
}
