import { createRandom } from '../random.ts';

/** How often a picture shows more than one defect, and how many at the most. */
export type Together = { readonly share: number; readonly most: number };

/**
 * Which of the other defects join in a picture, in the order in which they are drawn: none in most
 * pictures, else 1 to `most - 1` of them. Follows from the picture's key (its cell and number) and the
 * others' keys alone: another defect on the list only changes the pictures that it joins.
 */
export function pickCompanions<T>(
  picture: string,
  others: readonly T[],
  keyOf: (other: T) => string,
  { share, most }: Together,
): T[] {
  const random = createRandom(`together/${picture}`);
  if (!random.chance(share)) return [];
  const count = random.integer(1, most - 1);
  return others
    .map((other) => ({ other, rank: createRandom(`together/${picture}/${keyOf(other)}`).next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ other }) => other);
}
