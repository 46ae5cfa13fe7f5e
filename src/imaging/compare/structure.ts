import { boxMean } from '#imaging/surface/smooth.ts';
import { largestNearby } from './neighbourhood.ts';
import type { Planes } from './planes.ts';
import { steepnessOf } from './predict.ts';
import type { Structure } from './whiten.ts';

export function structureOf({ width, height, fields }: Planes, steepness: Float32Array): Structure {
  const [r, g, b] = fields as [Float32Array, Float32Array?, Float32Array?];
  let hue: Float32Array | null = null;
  if (g && b) {
    const blue = new Float32Array(r.length);
    const red = new Float32Array(r.length);
    for (let i = 0; i < r.length; i++) {
      const y = 0.299 * r[i]! + 0.587 * g[i]! + 0.114 * b[i]!;
      blue[i] = 0.564 * (b[i]! - y);
      red[i] = 0.713 * (r[i]! - y);
    }
    const slopes = steepnessOf(blue, width, height);
    const others = steepnessOf(red, width, height);
    for (let i = 0; i < slopes.length; i++) if (others[i]! > slopes[i]!) slopes[i] = others[i]!;
    hue = largestNearby(slopes, width, height, 4);
  }
  return {
    peak: largestNearby(steepness, width, height, 2),
    around: boxMean(steepness, width, height, 4),
    hue,
  };
}
