import { distanceTo } from './distance.ts';
import { quantile } from './quantile.ts';

/** Where the light comes from, in the picture plane. */
export type Light = {
  /** Radians in picture coordinates (x right, y down): the direction *towards* the light. */
  readonly azimuth: number;
  /** 0 = guessed, 1 = clearly seen. */
  readonly confidence: number;
};

type Vector = readonly [number, number];

type Scene = {
  /** Luma 0-255, on the reduced grid like everything here. */
  readonly luma: Float32Array;
  readonly product: Uint8Array;
  /** Distance to the outline from inside. */
  readonly inside: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly wholeFrame: boolean;
};

/** Before anything is seen: from above, a little from the left. Product photos are lit so, and eyes expect it. */
const CUSTOMARY: Vector = [-0.15, -0.4];

/**
 * Three clues, added as vectors. Cast shadow: next to the product the background is darker on the side away
 * from the light; the surest, because the background has no shape of its own. Rims: just inside the outline
 * surfaces turn away from the viewer, so their brightness by outward direction peaks towards the light.
 * Falloff: faces are brighter towards it.
 */
export function measureLight(scene: Scene): Light {
  const clues: [Vector, number][] = [[falloff(scene), 0.5]];
  if (!scene.wholeFrame) clues.push([rims(scene), 0.5], [castShadow(scene), 3]);
  let x = 0;
  let y = 0;
  for (const [[cx, cy], weight] of clues) {
    x += weight * cx;
    y += weight * cy;
  }
  return {
    azimuth: Math.atan2(y + CUSTOMARY[1], x + CUSTOMARY[0]),
    confidence: Math.min(1, Math.hypot(x, y) / 0.8),
  };
}

/** Slope of the product's brightness, in deviations per deviation of position. */
function falloff({ luma, product, width, height }: Scene): Vector {
  let n = 0;
  let s = 0;
  let ss = 0;
  let sx = 0;
  let sy = 0;
  let sxv = 0;
  let syv = 0;
  let sxx = 0;
  let syy = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!product[i]) continue;
      const value = luma[i]!;
      n++;
      s += value;
      ss += value * value;
      sx += x;
      sy += y;
      sxv += x * value;
      syv += y * value;
      sxx += x * x;
      syy += y * y;
    }
  }
  if (n < 64) return [0, 0];
  const deviation = Math.sqrt(Math.max(1, ss / n - (s / n) ** 2));
  const slope = (sv: number, sc: number, scc: number): number =>
    (sv / n - (sc / n) * (s / n)) / Math.sqrt(Math.max(1, scc / n - (sc / n) ** 2)) / deviation;
  return [slope(sxv, sx, sxx), slope(syv, sy, syy)];
}

function rims({ luma, inside, width, height }: Scene): Vector {
  return averageOutward(inside, width, height, [2.5, 7], -1, (i) => luma[i]!, null);
}

function castShadow({ luma, product, width, height }: Scene): Vector {
  const outside = distanceTo(product, width, height);
  const reach = Math.max(8, Math.min(width, height) * 0.06);
  // What the background would be there without the product: the ring just beyond, by the same direction
  // bins, is too close to the frame on some photos, so its middle value all round is taken.
  const far: number[] = [];
  for (let i = 0; i < luma.length; i += 7)
    if (outside[i]! > reach * 1.5 && outside[i]! < reach * 5) far.push(luma[i]!);
  if (far.length < 32) return [0, 0];
  const usual = quantile(new Float64Array(far), 0.5)!;
  return averageOutward(
    outside,
    width,
    height,
    [2, reach],
    1,
    (i) => Math.min(usual, luma[i]!),
    Math.max(8, usual / 4),
  );
}

/**
 * Mean over the band of `distance` of outward direction times value (less its mean), in deviations, or in
 * units of `scale`. `sign` turns the gradient of the distance outwards.
 */
function averageOutward(
  distance: Float32Array,
  width: number,
  height: number,
  [from, to]: readonly [number, number],
  sign: 1 | -1,
  valueAt: (index: number) => number,
  scale: number | null,
): Vector {
  // Outward direction and value of each, in threes: an array for each was a third of the time.
  const found = new Float64Array(3 * countWithin(distance, from, to));
  let end = 0;
  let mean = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if (distance[i]! < from || distance[i]! > to) continue;
      const gx = sign * (distance[i + 1]! - distance[i - 1]!);
      const gy = sign * (distance[i + width]! - distance[i - width]!);
      const length = Math.hypot(gx, gy);
      if (length < 1) continue;
      const value = valueAt(i);
      found[end++] = gx / length;
      found[end++] = gy / length;
      found[end++] = value;
      mean += value;
      squares += value * value;
    }
  }
  const count = end / 3;
  if (count < 64) return [0, 0];
  mean /= count;
  const unit = scale ?? Math.sqrt(Math.max(1, squares / count - mean * mean));
  let x = 0;
  let y = 0;
  for (let at = 0; at < end; at += 3) {
    const value = found[at + 2]!;
    x += (found[at]! * (value - mean)) / unit / count;
    y += (found[at + 1]! * (value - mean)) / unit / count;
  }
  return [x, y];
}

function countWithin(distance: Float32Array, from: number, to: number): number {
  let count = 0;
  for (let i = 0; i < distance.length; i++) if (distance[i]! >= from && distance[i]! <= to) count++;
  return count;
}
