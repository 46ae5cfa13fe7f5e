import { createRandom } from '../random.ts';

/**
 * Spreads `total` pictures over golden images x defects (counts, golden by golden) so that no cell, no
 * golden image and no defect has more than one picture more than another. Who comes first where it does
 * not come out even follows from the seed, so that the same order makes the same set.
 */
export function spreadTotal(total: number, grid: { goldens: number; defects: number }, seed = 1): number[] {
  const { goldens, defects } = grid;
  const cells = goldens * defects;
  if (cells === 0) return [];
  const counts = Array.from({ length: cells }, () => Math.floor(total / cells));
  const rows = shuffled(goldens, seed);
  const columns = shuffled(defects, seed);
  const period = cells / greatestDivisor(goldens, defects);
  for (let step = 0; step < total % cells; step++) {
    // Both go round together; after a period the same pairs would come again, so defects move on by one.
    const column = (step + Math.floor(step / period)) % defects;
    counts[rows[step % goldens]! * defects + columns[column]!]!++;
  }
  return counts;
}

/** The numbers below `length`, in an order that follows from the seed. */
export function shuffled(length: number, seed: number): number[] {
  const random = createRandom(`spread/${seed}`);
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/**
 * The seed of the `index`-th job of a cell (0 and up): a whole number from 0 to 2^31 - 1, which a signed
 * database integer holds. Each step below is a permutation of those numbers, so within a cell no seed
 * comes twice.
 */
export function jobSeed(blueprintSeed: number, cellKey: string, index: number): number {
  const random = createRandom(`jobs/${blueprintSeed}/${cellKey}`);
  const before = random.integer(0, largest);
  const between = random.integer(0, largest);
  return permute(permute((index + before) & largest) ^ between);
}

/**
 * Pictures of allowed variation that come on top of `count` wanted ones of a cell that had `before`: over
 * time the share asked for, in each cell and over all of them. Fractions are carried on from a starting
 * point that follows from seed and cell: else every cell of few pictures would get one, or none.
 */
export function countAllowedVariation(
  share: number,
  { before, count }: { before: number; count: number },
  blueprintSeed: number,
  cellKey: string,
): number {
  const start = createRandom(`allowed/${blueprintSeed}/${cellKey}`).next();
  return Math.floor(share * (before + count) + start) - Math.floor(share * before + start);
}

const largest = 0x7fff_ffff;

/** Odd multipliers and right-shifting xors, each invertible in 31 bits; constants from MurmurHash3's finaliser (public domain). */
function permute(value: number): number {
  let mixed = value;
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x85eb_ca6b) & largest;
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35) & largest;
  return mixed ^ (mixed >>> 16);
}
