import type { Random } from '#core/random.ts';

/** Smooth, reproducible fields of random values, about -1 to 1, one feature per unit of the arguments. */
export type Noise = {
  at(x: number, y: number): number;
  /** Sum of octaves, each at twice the frequency and half the height of the one before. */
  fractal(x: number, y: number, octaves: number): number;
};

// Sixteen directions; unit length times 1.4 brings the field's usual extremes near -1 and 1.
const directions = Float32Array.from({ length: 32 }, (_, k) =>
  k < 16 ? 1.4 * Math.cos((k * Math.PI) / 8) : 1.4 * Math.sin((k * Math.PI) / 8),
);

const turns = Float32Array.from({ length: 16 }, (_, k) =>
  k % 2 === 0 ? Math.cos(0.65 * (k >> 1)) : Math.sin(0.65 * (k >> 1)),
);

/** Gradient noise on a hashed lattice (Perlin, "Improving Noise", 2002). Value noise showed its square grid in stains. */
export function createNoise(random: Random): Noise {
  return new GradientNoise(Math.floor(random.next() * 4294967296) | 0);
}

/**
 * No sum of octaves goes further from 0: each of them at most 0.99, and their heights at most twice the root of three quarters of
 * their squares. Where a mark would not reach even so, its noise needs no working out.
 */
export const MOST_FRACTAL = 2.1;

/** Octaves there are turns for. */
const MOST_OCTAVES = 8;
/** Of a remembered cell of the lattice: its place and the directions at its four corners. */
const CELL = 6;
/** No place in a picture comes near. */
const NOWHERE = 0x7fffffff;

/**
 * A class, as what is compiled for closures is lost with them: at every full collection all noise was slow again, and
 * compiling it anew took a tenth of a second core. Remembers for each octave the cell it was in, as the next pixel is mostly in
 * the same one.
 */
class GradientNoise implements Noise {
  readonly #key: number;
  readonly #cells = new Int32Array(MOST_OCTAVES * CELL).fill(NOWHERE);

  constructor(key: number) {
    this.#key = key;
  }

  at(x: number, y: number): number {
    return noiseAt(this.#key, this.#cells, 0, x, y + 0.37);
  }

  fractal(x: number, y: number, octaves: number): number {
    const key = this.#key;
    const cells = this.#cells;
    let sum = 0;
    let height = 1;
    let total = 0;
    for (let k = 0, f = 1; k < octaves; k++, f *= 2) {
      // Each octave is turned by 37 degrees, so that no lattice shows.
      const u = x * turns[2 * k]! - y * turns[2 * k + 1]!;
      const v = x * turns[2 * k + 1]! + y * turns[2 * k]!;
      sum += height * noiseAt(key, cells, k * CELL, u * f + k * 17.3, v * f - k * 9.1 + 0.37);
      total += height * height;
      height /= 2;
    }
    return (1.2 * sum) / Math.sqrt(total);
  }
}

function noiseAt(key: number, cells: Int32Array, cell: number, x: number, y: number): number {
  const ix = Math.floor(x) | 0;
  const iy = Math.floor(y) | 0;
  if (cells[cell] !== ix || cells[cell + 1] !== iy) enterCell(key, cells, cell, ix, iy);
  const fx = x - ix;
  const fy = y - iy;
  const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
  const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
  const a = cells[cell + 2]!;
  const b = cells[cell + 3]!;
  const c = cells[cell + 4]!;
  const d = cells[cell + 5]!;
  const left = directions[a]! * fx + directions[a + 16]! * fy;
  const right = directions[b]! * (fx - 1) + directions[b + 16]! * fy;
  const lowerLeft = directions[c]! * fx + directions[c + 16]! * (fy - 1);
  const lowerRight = directions[d]! * (fx - 1) + directions[d + 16]! * (fy - 1);
  const top = left * (1 - u) + right * u;
  const bottom = lowerLeft * (1 - u) + lowerRight * u;
  return top * (1 - v) + bottom * v;
}

function enterCell(key: number, cells: Int32Array, cell: number, x: number, y: number): void {
  cells[cell] = x;
  cells[cell + 1] = y;
  cells[cell + 2] = directionAt(key, x, y);
  cells[cell + 3] = directionAt(key, x + 1, y);
  cells[cell + 4] = directionAt(key, x, y + 1);
  cells[cell + 5] = directionAt(key, x + 1, y + 1);
}

/** A whole number, so that no call has to box what it returns: that was a fifth of all garbage. */
function directionAt(key: number, x: number, y: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ key;
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  h = Math.imul(h ^ (h >>> 16), 2246822519);
  return (h >>> 28) & 15;
}

/** 0 below `from`, 1 above `to`, smooth between; `from` may be above `to`. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
