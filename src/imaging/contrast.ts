import { changeOf } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';
import { quantile } from '#imaging/surface/quantile.ts';
import { applyPixel, type Layer } from './composite.ts';
import { scratch, withScratch } from './scratch.ts';

const SAMPLES = 600;
const WEAKEST = 0.004;

/**
 * A mark's contrast in grey levels: the mean of the larger half of its pixels' changes. The faint fringe
 * that every soft mark has does not dilute it, and one odd pixel does not make it.
 */
export function contrastOf(changes: ArrayLike<number>): number {
  if (changes.length === 0) return 0;
  return withScratch(() => {
    const halved = scratch(Float64Array, changes.length);
    halved.set(changes);
    // What is not under the median lies behind it now.
    quantile(halved, 0.5);
    const from = halved.length >> 1;
    let sum = 0;
    for (let k = from; k < halved.length; k++) sum += halved[k]!;
    return sum / (halved.length - from);
  });
}

/**
 * The strength at which a layer reaches `levels` of contrast, by bisection on a sample of its pixels; the
 * strongest there is when it cannot be reached (black on black, white on white).
 */
export function solveStrength(golden: Picture, layer: Layer, levels: number, noticeable: number): number {
  const sample = strongPixels(layer);
  let low = Math.log(WEAKEST);
  let high = Math.log(layer.strongest);
  for (let k = 0; k < 11; k++) {
    const middle = (low + high) / 2;
    if (contrastAt(golden, layer, sample, Math.exp(middle), noticeable) < levels) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** A layer's contrast in grey levels at a strength, from a sample of its pixels. */
export function contrastWith(golden: Picture, layer: Layer, strength: number, noticeable: number): number {
  return contrastAt(golden, layer, strongPixels(layer), strength, noticeable);
}

function contrastAt(
  golden: Picture,
  layer: Layer,
  sample: readonly number[],
  strength: number,
  noticeable: number,
): number {
  const out = new Float32Array(3);
  return withScratch(() => {
    const changes = scratch(Float64Array, sample.length);
    let count = 0;
    for (const i of sample) {
      const change = changeAt(golden, layer, i, strength, out);
      if (change >= noticeable) changes[count++] = change;
    }
    return contrastOf(changes.subarray(0, count));
  });
}

function changeAt(golden: Picture, layer: Layer, i: number, strength: number, out: Float32Array): number {
  const { canvas } = layer;
  const x = (i % canvas.width) + canvas.left;
  const y = Math.floor(i / canvas.width) + canvas.top;
  const offset = (y * golden.width + x) * golden.channels;
  applyPixel(layer, i, strength, out);
  if (golden.channels === 1) return Math.abs(out[0]! - golden.data[offset]!);
  return changeOf(
    out[0]! - golden.data[offset]!,
    out[1]! - golden.data[offset + 1]!,
    out[2]! - golden.data[offset + 2]!,
  );
}

/** Active pixels above a tenth of the most that any would change, thinned evenly. */
function strongPixels({ active, potential, fade }: Layer): number[] {
  let most = 0;
  for (let k = 0; k < potential.length; k++) if (potential[k]! > most) most = potential[k]!;
  const strong = scratch(Int32Array, active.length);
  let count = 0;
  for (let k = 0; k < active.length; k++) {
    if (potential[k]! >= most * 0.1 && fade?.[active[k]!] !== 0) strong[count++] = active[k]!;
  }
  const step = Math.max(1, count / SAMPLES);
  const sample: number[] = [];
  for (let k = 0; k < count; k += step) sample.push(strong[Math.floor(k)]!);
  return sample;
}
