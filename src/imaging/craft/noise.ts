import type { Random } from '#core/random.ts';

/** Smooth, reproducible fields of random values, about -1 to 1, one feature per unit of the arguments. */
export type Noise = {
  at(x: number, y: number): number;
  /** Sum of octaves, each at twice the frequency and half the height of the one before. */
  fractal(x: number, y: number, octaves: number): number;
};

/** Value noise with quintic interpolation on a hashed lattice (as in Perlin, "Improving Noise", 2002). */
export function createNoise(random: Random): Noise {
  const key = Math.floor(random.next() * 4294967296) | 0;
  const lattice = (x: number, y: number): number => {
    let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ key;
    h = Math.imul(h ^ (h >>> 13), 1274126177);
    h = Math.imul(h ^ (h >>> 16), 2246822519);
    return ((h ^ (h >>> 15)) >>> 0) / 2147483648 - 1;
  };
  const at = (x: number, y: number): number => {
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    const fx = x - ix;
    const fy = y - iy;
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const top = lattice(ix, iy) * (1 - u) + lattice(ix + 1, iy) * u;
    const bottom = lattice(ix, iy + 1) * (1 - u) + lattice(ix + 1, iy + 1) * u;
    return top * (1 - v) + bottom * v;
  };
  return {
    at,
    fractal: (x, y, octaves) => {
      let sum = 0;
      let height = 1;
      let total = 0;
      for (let k = 0; k < octaves; k++) {
        const f = 2 ** k;
        sum += height * at(x * f + k * 17.3, y * f - k * 9.1);
        total += height * height;
        height /= 2;
      }
      return (1.3 * sum) / Math.sqrt(total);
    },
  };
}

/** 0 below `from`, 1 above `to`, smooth between; `from` may be above `to`. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
