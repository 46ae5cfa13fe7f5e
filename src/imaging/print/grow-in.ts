import type { Picture } from '#imaging/picture.ts';

type Level = { width: number; height: number; weight: Float32Array; values: Float32Array };

/**
 * Values of a picture's known pixels, grown smoothly into the unknown ones (push-pull pyramid; Gortler et al., "The
 * Lumigraph", 1996). `known` holds weights from 0 to 1. From `finest` 0 known pixels keep their values; from 1 on the
 * result is smooth, in cells of 2^finest px. Returns `width * height * channels` 8-bit values, not rounded.
 */
export function growIn(
  { width, height, channels, data }: Picture,
  known: ArrayLike<number>,
  finest: number,
): Float32Array {
  let level: Level = {
    width,
    height,
    weight: Float32Array.from(known),
    values: new Float32Array(width * height * channels),
  };
  for (let i = 0; i < level.weight.length; i++) {
    const w = level.weight[i]!;
    if (w > 0)
      for (let c = 0; c < channels; c++) level.values[i * channels + c] = w * data[i * channels + c]!;
  }
  const levels = [level];
  while (level.width > 1 || level.height > 1) {
    level = halved(level, channels);
    levels.push(level);
  }
  let filled = meanOf(level, channels);
  for (let k = levels.length - 2; k >= Math.min(finest, levels.length - 1); k--) {
    filled = merged(levels[k]!, doubled(filled, levels[k + 1]!, levels[k]!, channels), channels);
  }
  for (let k = Math.min(finest, levels.length - 1) - 1; k >= 0; k--) {
    filled = doubled(filled, levels[k + 1]!, levels[k]!, channels);
  }
  return filled;
}

/** Sums of two by two pixels; values stay multiplied by their weights. */
function halved(from: Level, channels: number): Level {
  const width = (from.width + 1) >> 1;
  const height = (from.height + 1) >> 1;
  const weight = new Float32Array(width * height);
  const values = new Float32Array(width * height * channels);
  for (let y = 0, i = 0; y < from.height; y++) {
    for (let x = 0; x < from.width; x++, i++) {
      if (from.weight[i] === 0) continue;
      const to = (y >> 1) * width + (x >> 1);
      weight[to]! += from.weight[i]!;
      for (let c = 0; c < channels; c++) values[to * channels + c]! += from.values[i * channels + c]!;
    }
  }
  return { width, height, weight, values };
}

function meanOf({ weight, values }: Level, channels: number): Float32Array {
  return values.map((value, i) => value / Math.max(1e-6, weight[Math.floor(i / channels)]!));
}

/** What a level knows itself, and the coarser level where it knows nothing. */
function merged({ weight, values }: Level, coarse: Float32Array, channels: number): Float32Array {
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    if (w === 0) continue;
    const own = Math.min(1, w);
    for (let c = 0; c < channels; c++) {
      coarse[i * channels + c] =
        own * (values[i * channels + c]! / w) + (1 - own) * coarse[i * channels + c]!;
    }
  }
  return coarse;
}

/** Bilinear, pixel centres aligned. */
function doubled(
  from: Float32Array,
  small: { width: number; height: number },
  large: { width: number; height: number },
  channels: number,
): Float32Array {
  const out = new Float32Array(large.width * large.height * channels);
  for (let y = 0, i = 0; y < large.height; y++) {
    const v = Math.max(0, Math.min(small.height - 1, (y - 0.5) / 2));
    const top = Math.floor(v);
    const bottom = Math.min(small.height - 1, top + 1);
    const fv = v - top;
    for (let x = 0; x < large.width; x++) {
      const u = Math.max(0, Math.min(small.width - 1, (x - 0.5) / 2));
      const left = Math.floor(u);
      const right = Math.min(small.width - 1, left + 1);
      const fu = u - left;
      for (let c = 0; c < channels; c++, i++) {
        const a = from[(top * small.width + left) * channels + c]!;
        const b = from[(top * small.width + right) * channels + c]!;
        const d = from[(bottom * small.width + left) * channels + c]!;
        const e = from[(bottom * small.width + right) * channels + c]!;
        out[i] = (a * (1 - fu) + b * fu) * (1 - fv) + (d * (1 - fu) + e * fu) * fv;
      }
    }
  }
  return out;
}
