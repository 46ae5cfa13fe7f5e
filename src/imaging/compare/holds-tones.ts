const BINS = 32;
/** A bin with less than this share of the pixels says nothing about its tone. */
const LEAST = 0.004;
/** Share of the other pixels whose tones must be known. */
const ENOUGH = 0.85;

/** Whether the pixels of `part` (1) have the tones (0-255) that most of the others have, so that a tone curve read from them holds there. */
export function holdsTones(luma: Float32Array, part: Uint8Array): boolean {
  const own = new Float64Array(BINS);
  const other = new Float64Array(BINS);
  let held = 0;
  for (let i = 0; i < luma.length; i++) {
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor((luma[i]! * BINS) / 256)));
    if (part[i]) own[bin]!++;
    else other[bin]!++;
    held += part[i]!;
  }
  const others = luma.length - held;
  let known = 0;
  for (let bin = 0; bin < BINS; bin++) if (own[bin]! >= LEAST * held) known += other[bin]!;
  return known >= ENOUGH * others;
}
