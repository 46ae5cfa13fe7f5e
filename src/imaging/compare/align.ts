import { boxMean } from '#imaging/surface/smooth.ts';
import { compose, degreesOf, enlarge, invert, type Motion, scaleOf, STILL } from './motion.ts';
import { nthSmallest } from '#imaging/nth-smallest.ts';
import { halveField } from './planes.ts';
import { solveSymmetric } from './solve.ts';

/** One size of the pyramid: both pictures with local light and contrast taken out. */
type Level = {
  readonly width: number;
  readonly height: number;
  readonly golden: Float32Array;
  readonly other: Float32Array;
  /** Where the two are compared. */
  readonly points: Int32Array;
};

/** Larger pictures are aligned at half their size, or a quarter, and so on, and only the last touch is at full size. */
const FINEST = 800;
/** Pixels of the coarsest level's long side. */
const COARSEST = 64;
const WINDOW = 7;
const ITERATIONS = 12;
/** Beyond this nobody re-rendered a picture: something else was photographed. */
const MOST_DEGREES = 6;
const MOST_SCALE = 1.06;
const MOST_SHIFT = 0.1;

/**
 * The motion that lays the other picture onto the golden image: Gauss and Newton on a pyramid, the inverse
 * compositional form of Lucas and Kanade (Baker and Matthews 2004), on luma whose local mean and contrast
 * are taken out, with weights that let changed parts go. From two starts, standing still and the best of a
 * coarse search; the better in the end is kept, and standing still unless a motion explains clearly more.
 */
export function align(golden: Float32Array, other: Float32Array, width: number, height: number): Motion {
  if (Math.max(width, height) > FINEST) {
    const half = (field: Float32Array): Float32Array => halveField(field, width, height);
    const coarse = align(half(golden), half(other), width >> 1, height >> 1);
    const full = levelOf(golden, other, width, height);
    return coarse === STILL ? climb([full], STILL) : climb([full], enlarge(coarse, 2));
  }
  const levels = buildPyramid(golden, other, width, height);
  const coarsest = levels.at(-1)!;
  const finest = levels[0]!;
  let best = STILL;
  let least = misfit(finest, finest.points, STILL);
  // A motion far from standing still has to explain much more: on plain surfaces noise explains a little of any.
  const near = climb(levels.slice(0, 2), STILL);
  const far = climb(levels, STILL);
  const start = searchCoarsely(coarsest);
  const farther = start === STILL ? far : climb(levels, start);
  for (const [found, worth] of [
    [near, 0.985],
    [far, 0.97],
    [farther, 0.85],
  ] as const) {
    if (!isPlausible(found, width, height)) continue;
    const left = misfit(finest, finest.points, found, worth * least);
    if (left < worth * least) {
      best = found;
      least = left;
    }
  }
  return best;
}

function climb(levels: readonly Level[], start: Motion): Motion {
  let motion = start;
  for (let k = levels.length - 1; k >= 0; k--) {
    const level = levels[k]!;
    const { points } = level;
    const next = refine(level, motion);
    // A level that shows only noise moves anywhere: it has to explain something.
    if (misfit(level, points, next) < 0.995 * misfit(level, points, motion)) motion = next;
    if (k > 0) motion = enlarge(motion, 2);
  }
  return motion;
}

function isPlausible(motion: Motion, width: number, height: number): boolean {
  const scale = scaleOf(motion);
  return (
    Math.abs(degreesOf(motion)) <= MOST_DEGREES &&
    scale <= MOST_SCALE &&
    scale >= 1 / MOST_SCALE &&
    Math.hypot(motion.dx, motion.dy) <= MOST_SHIFT * Math.max(width, height)
  );
}

function buildPyramid(golden: Float32Array, other: Float32Array, width: number, height: number): Level[] {
  const levels: Level[] = [];
  let [g, o, w, h] = [golden, other, width, height];
  for (;;) {
    levels.push(levelOf(g, o, w, h));
    if (Math.max(w, h) < 2 * COARSEST || Math.min(w, h) < 24) return levels;
    [g, o] = [halveField(g, w, h), halveField(o, w, h)];
    [w, h] = [w >> 1, h >> 1];
  }
}

function levelOf(golden: Float32Array, other: Float32Array, width: number, height: number): Level {
  const flat = flatten(golden, width, height);
  const points = pickPoints(flat, width, height);
  return { width, height, golden: flat, other: flatten(other, width, height), points };
}

/** Minus the local mean, over the local deviation. Calm places stay calm: noise is not made into structure. */
function flatten(luma: Float32Array, width: number, height: number): Float32Array {
  const mean = boxMean(luma, width, height, WINDOW);
  const flat = new Float32Array(luma.length);
  for (let i = 0; i < flat.length; i++) flat[i] = (luma[i]! - mean[i]!) ** 2;
  const square = boxMean(flat, width, height, WINDOW);
  let total = 0;
  for (let i = 0; i < square.length; i += 7) total += Math.sqrt(Math.max(0, square[i]!));
  const floor = 2 + (0.5 * total) / Math.ceil(square.length / 7);
  for (let i = 0; i < flat.length; i++) {
    flat[i] = (luma[i]! - mean[i]!) / (Math.sqrt(Math.max(0, square[i]!)) + floor);
  }
  return flat;
}

/** In every cell the pixels with the steepest gradients: no part of the picture outvotes the others. */
function pickPoints(golden: Float32Array, width: number, height: number): Int32Array {
  const cell = 16;
  const each = width * height > 40_000 ? 8 : 24;
  const points: number[] = [];
  for (let top = 1; top < height - 1; top += cell) {
    for (let left = 1; left < width - 1; left += cell) {
      const found: { at: number; size: number }[] = [];
      for (let y = top; y < Math.min(top + cell, height - 1); y++) {
        for (let x = left; x < Math.min(left + cell, width - 1); x++) {
          const at = y * width + x;
          const size =
            Math.abs(golden[at + 1]! - golden[at - 1]!) + Math.abs(golden[at + width]! - golden[at - width]!);
          if (found.length === each && size <= found[each - 1]!.size) continue;
          let k = found.length < each ? found.length : each - 1;
          while (k > 0 && found[k - 1]!.size < size) {
            found[k] = found[k - 1]!;
            k--;
          }
          found[k] = { at, size };
        }
      }
      for (const { at } of found) points.push(at);
    }
  }
  return Int32Array.from(points);
}

function refine(level: Level, start: Motion): Motion {
  const { golden, width, height, points } = level;
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const errors = new Float32Array(points.length);
  let motion = start;
  for (let round = 0; round < ITERATIONS; round++) {
    measureErrors(level, points, motion, errors, 0, points.length);
    const spread = spreadOf(errors);
    if (!(spread > 1e-6)) return motion;
    const limit = 4.685 * spread;
    const left = new Float64Array(16);
    const right = new Float64Array(4);
    const row = new Float64Array(4);
    let held = 0;
    for (let k = 0; k < points.length; k++) {
      const e = errors[k]!;
      if (!(Math.abs(e) < limit)) continue;
      const weight = (1 - (e / limit) ** 2) ** 2;
      const at = points[k]!;
      const y = Math.floor(at / width);
      const u = at - y * width - cx;
      const v = y - cy;
      const gx = 0.5 * (golden[at + 1]! - golden[at - 1]!);
      const gy = 0.5 * (golden[at + width]! - golden[at - width]!);
      // Scale and turn are counted in pixels at the picture's edge, so that all four weigh alike.
      row[0] = (gx * u + gy * v) / cx;
      row[1] = (gy * u - gx * v) / cx;
      row[2] = gx;
      row[3] = gy;
      for (let i = 0; i < 4; i++) {
        right[i]! += weight * row[i]! * e;
        for (let j = 0; j <= i; j++) left[i * 4 + j]! += weight * row[i]! * row[j]!;
      }
      held += weight;
    }
    if (held < 12) return motion;
    // A direction that shows no gradients (stripes) is left as it is.
    const trace = left[0]! + left[5]! + left[10]! + left[15]!;
    for (let i = 0; i < 4; i++) left[i * 5]! += 1e-3 * trace + 1e-9;
    const step = solveSymmetric(left, right, 4);
    if (!step) return motion;
    const change: Motion = { a: 1 + step[0]! / cx, b: step[1]! / cx, dx: step[2]!, dy: step[3]! };
    motion = compose(motion, invert(change));
    if (Math.hypot(step[0]!, step[1]!, step[2]!, step[3]!) < 0.003) break;
  }
  return motion;
}

/** Other minus golden at the points from one to before another; NaN beyond the frame. */
function measureErrors(
  { golden, other, width, height }: Level,
  points: Int32Array,
  motion: Motion,
  errors: Float32Array,
  first: number,
  end: number,
): void {
  const cx = (width - 1) / 2;
  const cy = (height - 1) / 2;
  for (let k = first; k < end; k++) {
    const at = points[k]!;
    const y = Math.floor(at / width);
    const u = at - y * width - cx;
    const v = y - cy;
    const px = motion.a * u - motion.b * v + motion.dx + cx;
    const py = motion.b * u + motion.a * v + motion.dy + cy;
    if (!(px >= 0 && py >= 0 && px < width - 1 && py < height - 1)) {
      errors[k] = Number.NaN;
      continue;
    }
    const left = Math.floor(px);
    const top = Math.floor(py);
    const s = px - left;
    const t = py - top;
    const from = top * width + left;
    const value =
      (1 - t) * ((1 - s) * other[from]! + s * other[from + 1]!) +
      t * ((1 - s) * other[from + width]! + s * other[from + width + 1]!);
    errors[k] = value - golden[at]!;
  }
}

/** Robust deviation: 1.4826 times the median size, of a few thousand. */
function spreadOf(errors: Float32Array): number {
  const stride = Math.max(1, errors.length >> 12);
  const sizes = new Float32Array(Math.ceil(errors.length / stride));
  let held = 0;
  for (let k = 0; k < errors.length; k += stride) {
    const size = Math.abs(errors[k]!);
    if (size >= 0) sizes[held++] = size;
  }
  return held === 0 ? 0 : 1.4826 * nthSmallest(sizes.subarray(0, held), held >> 1);
}

/** Points after which it is asked whether a motion can still be the best. */
const STRETCH = 64;

/**
 * Mean of errors cut off at a fixed size: changed parts count the same however large their change. Infinity
 * where it is no less than `least`, most often found out from a few points.
 */
function misfit(level: Level, points: Int32Array, motion: Motion, least = Infinity): number {
  const errors = new Float32Array(points.length);
  let sum = 0;
  let seen = 0;
  for (let from = 0; from < points.length; from += STRETCH) {
    const end = Math.min(points.length, from + STRETCH);
    measureErrors(level, points, motion, errors, from, end);
    for (let k = from; k < end; k++) {
      const e = Math.abs(errors[k]!);
      if (!(e >= 0)) continue;
      sum += e < 1 ? e : 1;
      seen++;
    }
    if (sum >= least * points.length) return Infinity;
  }
  return seen < 0.5 * points.length ? Infinity : sum / seen;
}

/** Tries shifts and turns at the coarsest level; standing still unless another place is clearly better. */
function searchCoarsely(level: Level): Motion {
  const points = level.points.filter((_, k) => k % 4 === 0);
  const most = Math.max(2, Math.round(0.08 * Math.max(level.width, level.height)));
  let best = STILL;
  let least = 0.9 * misfit(level, points, STILL);
  for (let turn = -4; turn <= 4; turn += 2) {
    const angle = (turn * Math.PI) / 180;
    for (let dy = -most; dy <= most; dy++) {
      for (let dx = -most; dx <= most; dx++) {
        const motion = { a: Math.cos(angle), b: Math.sin(angle), dx, dy };
        const left = misfit(level, points, motion, least);
        if (left < least) {
          best = motion;
          least = left;
        }
      }
    }
  }
  return best;
}
