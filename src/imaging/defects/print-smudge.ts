import { createNoise, smoothstep } from '#imaging/craft/noise.ts';
import type { Motif } from '#imaging/print/motif.ts';
import { canvasOf } from '#imaging/print/retouch.ts';
import { windowWithin, type Window } from '#imaging/print/window.ts';
import { scratch } from '#imaging/scratch.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/** Along a smear: on a large photo its strokes are as much wider as the steps. */
const MOST_STEPS = 48;
/** Less ink than this leaves nothing on its way. */
const LEAST_PART = 0.01;

/** Ink that was touched before it was dry: drawn out to one side in streaks, and thinner where it came from. */
export const printSmudge: DefectFamily = {
  name: 'print-smudge',
  label: 'Print smudge',
  summary: 'Print that was smeared while wet: its ink is drawn out to one side.',
  words: [
    'print smudge',
    'smudge print',
    'smudge',
    'smudged print',
    'smudged text',
    'smudged logo',
    'smudged label',
    'smudged marking',
    'smeared print',
    'smeared ink',
    'smeared text',
    'smeared logo',
    'ink smear',
    'ink smudge',
    'ink bleed',
    'bleeding ink',
    'blurred print',
    'blurry print',
    'misprint',
    'print defect',
    'printing defect',
    'print error',
    'bad print',
    'ghost print',
  ],
  habits: {
    size: { median: 0.11, spread: 0.35, min: 0.05, max: 0.35 },
    slenderness: 0.6,
    contrast: { median: 5.5, spread: 0.35 },
    another: 0.1,
    where: { anywhere: 1, edge: 0, hole: 0, corner: 0 },
    growsFromEdge: false,
  },
  worksOn: 'print',
  draw(input) {
    const { frame, site, motif, random, units } = input;
    if (!motif) throw new Error('A print smudge is drawn on a motif.');
    // What touched the print moved along `angle`, `length` far, and was about as wide as half the mark is long.
    const angle = input.parameters.direction ? site.angle : site.angle + (random.chance(0.5) ? Math.PI : 0);
    const length = Math.max(4, site.size * random.between(0.3, 0.6));
    const step = Math.max(1, length / MOST_STEPS);
    const touched = touchOf(input, angle);
    const reach = 0.75 * site.size + length;
    const area = windowWithin(frame, site.x - reach, site.y - reach, site.x + reach, site.y + reach);
    const { channels } = motif.photo;
    const values = scratch(Float32Array, area.width * area.height * channels);
    const amount = scratch(Float32Array, area.width * area.height);
    const lacks = scratch(Float32Array, area.width * area.height);
    const source = inkIn(motif);
    const wet = wetInk(motif, area, (px, py) => touched(px + 0.5 - site.x, py + 0.5 - site.y));
    const streak = createNoise(random);
    const fine = Math.max(1, site.hair * random.between(1, 1.8));
    const dense = Math.min(1.6, 0.3 + units / 8);
    const fall = units > 6 ? 0.7 : 1.3;
    const skips = units > 6 ? 0.5 : 0.75;
    const loss = random.between(0.15, 0.45) * dense;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const { drawn, ink } = drawOut(motif, area, wet, { step, length, fall, cos, sin });
    for (let y = 0, i = 0; y < area.height; y++) {
      for (let x = 0; x < area.width; x++, i++) {
        const px = x + area.left;
        const py = y + area.top;
        const laid = drawn[i]!;
        const gone = loss * wet[i]!;
        if (laid <= 0.02 && gone <= 0) continue;
        const photo = source(px, py);
        const across = (py * cos - px * sin) / fine;
        const along = (px * cos + py * sin) / (14 * fine);
        const streaky = smoothstep(-0.75, 0.55, streak.fractal(across, along, 2));
        const veil = 0.96 * (1 - Math.exp(-0.42 * dense * laid)) * (1 - skips * (1 - streaky));
        const cover = photo < 0 ? 0 : motif.cover[photo]!;
        amount[i] = 1;
        lacks[i] = 0.7 * veil * (1 - cover);
        for (let c = 0; c < channels; c++) {
          const at = photo * channels + c;
          const old = photo < 0 ? outside(input, px, py, c) : motif.photo.data[at]!;
          const bare = photo < 0 ? old : motif.bare[at]!;
          const worn = old + gone * (bare - old);
          const colour = laid > 0 ? ink[i * channels + c]! / laid : worn;
          values[i * channels + c] = worn + veil * (1 - 0.8 * cover) * (colour - worn);
        }
      }
    }
    const canvas = canvasOf(frame, { ...area, channels, values, amount, lacks });
    // Severity is how much ink lies where none belongs: the most there is (14 units) covers nearly as the print does.
    canvas.yardstick = { kind: 'contrast', levels: (0.72 * motif.contrast) / 14.5 };
    return canvas;
  },
};

type Smear = { step: number; length: number; fall: number; cos: number; sin: number };

/**
 * Ink from up the way, less from farther: for each pixel of an area how much was laid there, and the sum of its colours. Follows
 * the wet ink, step by step: to look up the way from every pixel took ten times as long.
 */
function drawOut(
  motif: Motif,
  area: Window,
  wet: Float32Array,
  { step, length, fall, cos, sin }: Smear,
): { drawn: Float64Array; ink: Float32Array } {
  const { channels } = motif.photo;
  const source = inkIn(motif);
  const places: number[] = [];
  for (let i = 0; i < wet.length; i++) if (wet[i]! > LEAST_PART) places.push(i);
  const colours = new Float64Array(places.length * channels);
  places.forEach((i, n) => {
    const from = source((i % area.width) + area.left, Math.floor(i / area.width) + area.top);
    for (let c = 0; c < channels; c++) colours[n * channels + c] = inkAt(motif, from, c);
  });
  const drawn = scratch(Float64Array, wet.length);
  const ink = scratch(Float32Array, wet.length * channels);
  for (let t = step; t <= length; t += step) {
    const right = Math.round(t * cos);
    const down = Math.round(t * sin);
    const share = (1 - t / length) ** fall;
    for (let n = 0; n < places.length; n++) {
      const at = places[n]!;
      const part = wet[at]! * share;
      if (part <= LEAST_PART) continue;
      const x = (at % area.width) + right;
      const y = Math.floor(at / area.width) + down;
      if (x < 0 || y < 0 || x >= area.width || y >= area.height) continue;
      const to = y * area.width + x;
      drawn[to]! += part;
      for (let c = 0; c < channels; c++) ink[to * channels + c]! += part * colours[n * channels + c]!;
    }
  }
  return { drawn, ink };
}

/** How much ink was wet where it was touched, for each pixel of an area. */
function wetInk(motif: Motif, area: Window, touched: (x: number, y: number) => number): Float32Array {
  const source = inkIn(motif);
  const wet = scratch(Float32Array, area.width * area.height);
  for (let y = 0, i = 0; y < area.height; y++) {
    for (let x = 0; x < area.width; x++, i++) {
      const from = source(x + area.left, y + area.top);
      const cover = from < 0 ? 0 : motif.cover[from]!;
      if (cover > 0.02) wet[i] = cover * touched(x + area.left, y + area.top);
    }
  }
  return wet;
}

/** 0-1 by offset from the middle: where the print was touched. */
function touchOf({ site, random }: DrawInput, angle: number): (px: number, py: number) => number {
  const edge = createNoise(random);
  const half = 0.5 * site.size;
  const wide = half * random.between(0.6, 1.1);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return (px, py) => {
    const u = (px * cos + py * sin) / half;
    const v = (py * cos - px * sin) / wide;
    const far = Math.hypot(u, v) + 0.2 * edge.fractal((2 * px) / half, (2 * py) / half, 2);
    return smoothstep(1.05, 0.7, far);
  };
}

/** Index in the motif's window of a place in the photo, -1 outside. */
function inkIn({ window: { left, top, width, height } }: Motif): (x: number, y: number) => number {
  return (x, y) => {
    const u = Math.round(x) - left;
    const v = Math.round(y) - top;
    return u < 0 || v < 0 || u >= width || v >= height ? -1 : v * width + u;
  };
}

/** The colour of the ink alone, at a pixel that it covers in part. */
function inkAt({ photo, bare, cover }: Motif, i: number, c: number): number {
  const at = i * photo.channels + c;
  const share = Math.max(0.15, cover[i]!);
  return Math.max(0, Math.min(255, bare[at]! + (photo.data[at]! - bare[at]!) / share));
}

function outside({ photo }: DrawInput, x: number, y: number, c: number): number {
  return photo.data[(y * photo.width + x) * photo.channels + c]!;
}
