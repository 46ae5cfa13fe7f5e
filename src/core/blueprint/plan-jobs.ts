import { createRandom } from '../random.ts';

/**
 * Spreads `total` pictures over `cells` cells as evenly as whole numbers allow. Who gets one more when it
 * does not come out even follows from the seed, so that the same order makes the same set.
 */
export function spreadTotal(total: number, cells: number, seed = 1): number[] {
  if (cells === 0) return [];
  const counts = Array.from({ length: cells }, () => Math.floor(total / cells));
  const lucky = shuffled(cells, seed).slice(0, total % cells);
  for (const cell of lucky) counts[cell]!++;
  return counts;
}

function shuffled(length: number, seed: number): number[] {
  const random = createRandom(`spread/${seed}`);
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
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
