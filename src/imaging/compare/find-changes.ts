import { findComponents } from '#imaging/components.ts';
import { binomialInPlace } from './binomial.ts';
import { largestNearby } from './neighbourhood.ts';
import { halveField } from './planes.ts';
import { classify, usualSpread } from './usual-spread.ts';
import type { Structure, Whitened } from './whiten.ts';

/** Sizes of structures looked for: fields at full, then half size and so on, blurred this many times by 1-2-1. */
const SCALES: readonly { readonly halvings: number; readonly blurs: number }[] = [
  { halvings: 0, blurs: 0 },
  { halvings: 0, blurs: 2 },
  { halvings: 1, blurs: 2 },
  { halvings: 2, blurs: 2 },
  { halvings: 3, blurs: 2 },
];
/** Least usual size of a smoothed residual: what tone curves and colour blocks leave over, in grey levels. */
const LEAST = 0.35;
/** And this share of what edges may be off by. */
const EDGE = 0.5;
/** The same for colour, which JPEG stores coarsely. */
const LEAST_HUE = 1;
/** Chance is a little worse than its law, most of all at single pixels. */
const MARGIN = 1.3;
const MARGIN_UNSMOOTHED = 1.5;

export type FoundChanges = {
  /** `width * height`, 1 where changed. */
  readonly mask: Uint8Array;
  /** How far above the limit of chance each pixel's part reached (1 is at the limit); 0 where nothing was found. */
  readonly excess: Float32Array;
};

export type ChangeInput = {
  readonly whitened: Whitened;
  readonly structure: Structure;
  /** 1 where there is a residual. */
  readonly seen: Uint8Array;
  /** 1 where the residual is taken for usual: everywhere, or outside of the region that is known. */
  readonly counts: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Natural logarithm of how much rarer than once per picture a chance find has to be. */
  readonly caution: number;
};

/** Everything at one scale. */
type Layer = {
  width: number;
  height: number;
  parts: Float32Array[];
  unit: Float32Array;
  edge: Float32Array;
  weight: Float32Array;
  counts: Float32Array;
  peak: Float32Array;
  around: Float32Array;
  /** How steep the golden image is at each pixel. */
  classes: Uint8Array;
};

/**
 * Looks for parts whose residual is larger than chance makes it, from fine structures to coarse ones. What
 * was found at one scale is left out at the next, so that it throws no halo there.
 */
export function findChanges(input: ChangeInput): FoundChanges {
  const { width, height, seen } = input;
  const mask = new Uint8Array(width * height);
  const excess = new Float32Array(width * height);
  let layer = firstLayer(input);
  let halved = 0;
  for (const { halvings, blurs } of SCALES) {
    while (halved < halvings) {
      layer = halve(layer);
      halved++;
    }
    if (Math.min(layer.width, layer.height) < 12) break;
    const z = significanceOf(layer, blurs);
    const margin = blurs > 0 ? MARGIN : MARGIN_UNSMOOTHED;
    const high = margin * chanceLimit(z, layer, input.caution);
    const keep = hysteresis(z, high, layer.width, layer.height);
    if (!keep) continue;
    takeOut(layer, keep);
    for (let y = 0; y < height; y++) {
      const row = Math.min(layer.height - 1, y >> halved) * layer.width;
      for (let x = 0, i = y * width; x < width; x++, i++) {
        const at = row + Math.min(layer.width - 1, x >> halved);
        if (!keep[at] || mask[i] || !seen[i]) continue;
        mask[i] = 1;
        excess[i] = z[at]! / high;
      }
    }
  }
  return { mask, excess };
}

/** Out of this layer, and so of all coarser ones. */
function takeOut({ weight, counts, parts }: Layer, found: Uint8Array): void {
  for (let i = 0; i < found.length; i++) {
    if (!found[i]) continue;
    weight[i] = 0;
    counts[i] = 0;
    for (const part of parts) part[i] = 0;
  }
}

function firstLayer({ whitened, structure, seen, counts, width, height }: ChangeInput): Layer {
  const parts = whitened.fields.map((field) => {
    const part = field.slice();
    for (let i = 0; i < part.length; i++) if (!seen[i]) part[i] = 0;
    return part;
  });
  return {
    width,
    height,
    parts,
    classes: whitened.classes,
    unit: whitened.unit,
    edge: whitened.edge,
    weight: new Float32Array(seen),
    counts: new Float32Array(counts),
    peak: structure.peak,
    around: structure.around,
  };
}

function halve(layer: Layer): Layer {
  const half = (field: Float32Array): Float32Array => halveField(field, layer.width, layer.height);
  const [peak, around, counts] = [half(layer.peak), half(layer.around), half(layer.counts)];
  return {
    width: layer.width >> 1,
    height: layer.height >> 1,
    parts: layer.parts.map(half),
    unit: half(layer.unit),
    edge: half(layer.edge),
    weight: half(layer.weight),
    counts,
    peak,
    around,
    classes: classify(peak, around, usualPixels(counts)),
  };
}

/** Size of the smoothed residual over all channels, each in units of what is usual at this scale. */
function significanceOf(layer: Layer, blurs: number): Float32Array {
  const { width, height, classes } = layer;
  const usual = usualPixels(layer.counts);
  const weight = soften(layer.weight, width, height, blurs);
  const z = new Float32Array(width * height);
  for (const [c, raw] of layer.parts.entries()) {
    const part = soften(raw, width, height, blurs);
    evenOut(part, weight);
    const spread = usualSpread(part, classes, usual, width, height, blurs > 0 ? 0.05 : 1);
    const square = spread.map((own) => own * own);
    if (blurs > 0 && c === 0) addLightness(z, part, layer, square);
    else addSquares(z, part, classes, square, blurs > 0 ? LEAST_HUE * LEAST_HUE : 0);
  }
  takeRoots(z);
  return z;
}

// One loop to a function: a fresh process compiles each of them once, at the first picture.

function soften(field: Float32Array, width: number, height: number, blurs: number): Float32Array {
  const out = field.slice();
  binomialInPlace(out, width, height, blurs);
  return out;
}

/** The noise of a weighted sum grows as the root of the weight. */
function evenOut(part: Float32Array, weight: Float32Array): void {
  for (let i = 0; i < part.length; i++) {
    const held = weight[i]!;
    if (held !== 1) part[i] = held > 0.2 ? part[i]! / Math.sqrt(held) : 0;
  }
}

function addLightness(
  z: Float32Array,
  part: Float32Array,
  { unit, edge, classes }: Layer,
  square: Float32Array,
): void {
  for (let i = 0; i < z.length; i++) {
    const least = LEAST / unit[i]! + EDGE * edge[i]!;
    z[i]! += (part[i]! * part[i]!) / (square[classes[i]!]! + least * least);
  }
}

function addSquares(
  z: Float32Array,
  part: Float32Array,
  classes: Uint8Array,
  square: Float32Array,
  least: number,
): void {
  for (let i = 0; i < z.length; i++) z[i]! += (part[i]! * part[i]!) / (square[classes[i]!]! + least);
}

function takeRoots(z: Float32Array): void {
  for (let i = 0; i < z.length; i++) z[i] = Math.sqrt(z[i]!);
}

function usualPixels(counts: Float32Array): Uint8Array {
  const usual = new Uint8Array(counts.length);
  for (let i = 0; i < usual.length; i++) usual[i] = counts[i]! > 0.7 ? 1 : 0;
  return usual;
}

/** Parts above the low limit that reach the high one, without their faint borders; `null` where there are none. */
function hysteresis(z: Float32Array, high: number, width: number, height: number): Uint8Array | null {
  if (!z.some((value) => value > high)) return null;
  const low = Math.max(2.5, 0.38 * high);
  const candidates = new Uint8Array(z.length);
  for (let i = 0; i < z.length; i++) if (z[i]! > low) candidates[i] = 1;
  const { labels, areas } = findComponents(candidates, width, height, 8);
  const peaks = new Float32Array(areas.length);
  for (let i = 0; i < z.length; i++) {
    const label = labels[i]!;
    if (label > 0 && z[i]! > peaks[label]!) peaks[label] = z[i]!;
  }
  const nearby = largestNearby(z, width, height, 3);
  const keep = new Uint8Array(z.length);
  for (let i = 0; i < z.length; i++) {
    if (labels[i]! > 0 && peaks[labels[i]!]! > high && z[i]! > 0.25 * nearby[i]!) keep[i] = 1;
  }
  return keep;
}

/**
 * The value that the largest of all usual pixels exceeds with probability e^-caution. Block maxima follow
 * Gumbel's law; its two numbers are read from the lower blocks, which changed parts do not reach.
 */
function chanceLimit(z: Float32Array, { width, height, counts }: Layer, caution: number): number {
  const block = Math.max(4, Math.min(24, Math.floor(Math.sqrt((width * height) / 200))));
  const maxima: number[] = [];
  for (let top = 0; top + block <= height; top += block) {
    for (let left = 0; left + block <= width; left += block) {
      let most = 0;
      let held = 0;
      for (let y = top; y < top + block; y++) {
        for (let i = y * width + left; i < y * width + left + block; i++) {
          if (!(counts[i]! > 0.7)) continue;
          held++;
          if (z[i]! > most) most = z[i]!;
        }
      }
      if (2 * held > block * block) maxima.push(most);
    }
  }
  if (maxima.length < 8) return 12;
  maxima.sort((a, b) => a - b);
  const at = (share: number): number => maxima[Math.floor(share * maxima.length)]!;
  const beta = (at(0.5) - at(0.1)) / (-Math.log(-Math.log(0.5)) + Math.log(-Math.log(0.1)));
  const mu = at(0.3) + beta * Math.log(-Math.log(0.3));
  return Math.max(5, mu + beta * (Math.log(maxima.length) + caution));
}
