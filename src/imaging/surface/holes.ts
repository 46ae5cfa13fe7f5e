import { type Components, findComponents } from '#imaging/components.ts';
import { barrierDistance } from './barrier.ts';
import { opened } from './opening.ts';
import { quantile } from './quantile.ts';
import { boxMean, smooth } from './smooth.ts';
import { REACH, stepAcross } from './step.ts';

export type Holes = {
  /** 1 where the background shows through the product: straight, or in the shade of a deep hole's walls. */
  readonly holes: Uint8Array;
  /** 1 where product may be background after all: its colour and calm, but no outline. Marks avoid it. */
  readonly doubtful: Uint8Array;
};

/** How far holes may grow from what has the background's colour, L*a*b* units. */
const CUTS = [4, 9, 15, 22];

export function findHoles(
  lab: Float32Array,
  product: Uint8Array,
  width: number,
  height: number,
  area: number,
): Holes {
  const difference = fromBackground(lab, product, width, height);
  const seeds = opened(likeBackground(difference, product, 9), width, height);
  const holes = growHoles(lab, product, seeds, width, height, area);
  const shaded = opened(likeBackground(difference, product, 28), width, height);
  // Where nothing lies in the shade there is nothing more to grow from.
  if (shaded.some((value, i) => value !== seeds[i])) {
    const deep = growHoles(lab, product, shaded, width, height, area);
    for (let i = 0; i < holes.length; i++) holes[i]! |= deep[i]!;
  }
  dropRough(difference, lab, product, width, height);
  return { holes, doubtful: likeBackground(difference, product, 9) };
}

/**
 * Background seen through the product. Seeds (`like`) are enclosed parts with the colour of the background around
 * the product, carried inwards, or somewhat darker; each grows (holes are shaded by their walls) to the cut that gives it the
 * sharpest outline, and counts only if that is sharp all round.
 */
function growHoles(
  lab: Float32Array,
  product: Uint8Array,
  like: Uint8Array,
  width: number,
  height: number,
  area: number,
): Uint8Array {
  const count = width * height;
  const holes = new Uint8Array(count);
  if (!like.includes(1)) return holes;
  const distance = barrierDistance(lab, like, width, height, Math.max(...CUTS));
  for (let i = 0; i < count; i++) if (!product[i]) distance[i] = 1e6;
  // What was reached is a small part of the frame: the four cuts are looked at there alone.
  const part = reachedPart(distance, width, height);
  const { width: across, height: down } = part;
  const best = new Float32Array(across * down);
  const near = new Uint8Array(across * down);
  const indexOf = (x: number, y: number): number => (y + part.top) * width + x + part.left;
  for (const barrier of CUTS) {
    for (let y = 0, k = 0; y < down; y++) {
      for (let x = 0, i = indexOf(0, y); x < across; x++, i++, k++) near[k] = distance[i]! < barrier ? 1 : 0;
    }
    const parts = findComponents(opened(near, across, down), across, down, 4);
    const alike = new Uint32Array(parts.areas.length);
    for (let y = 0, k = 0; y < down; y++) {
      for (let x = 0, i = indexOf(0, y); x < across; x++, i++, k++) if (like[i]) alike[parts.labels[k]!]!++;
    }
    for (let label = 1; label < parts.areas.length; label++) {
      const size = parts.areas[label]!;
      const [left, top, right, bottom] = parts.boxes[label]!;
      const filled = size / ((right - left + 1) * (bottom - top + 1));
      if (size < area * 0.002 || size > area * 0.15 || filled < 0.66 || alike[label]! < size * 0.25) continue;
      if (left + part.left < REACH || top + part.top < REACH) continue;
      if (right + part.left >= width - REACH || bottom + part.top >= height - REACH) continue;
      const sharpness = outlineOf(lab, parts, label, part, width);
      if (sharpness < 9) continue;
      let earlier = 0;
      for (let y = top; y <= bottom; y++) {
        for (let k = y * across + left; k <= y * across + right; k++) {
          if (parts.labels[k] === label) earlier = Math.max(earlier, best[k]!);
        }
      }
      if (sharpness < earlier * 0.8) continue;
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const k = y * across + x;
          if (parts.labels[k] !== label) continue;
          holes[indexOf(x, y)] = 1;
          best[k] = Math.max(earlier, sharpness);
        }
      }
    }
  }
  return holes;
}

/** A rectangle of the grid. */
type Part = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Where a distance is under the largest cut, and one pixel around it inside the frame. */
function reachedPart(distance: Float32Array, width: number, height: number): Part {
  const most = Math.max(...CUTS);
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (distance[i]! >= most) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (top > y) top = y;
      bottom = y;
    }
  }
  if (bottom < 0) return { left: 0, top: 0, width: 0, height: 0 };
  left = Math.max(0, left - 1);
  top = Math.max(0, top - 1);
  right = Math.min(width - 1, right + 1);
  bottom = Math.min(height - 1, bottom + 1);
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Product pixels that differ from the background by little, or are up to `darker` L* below it. */
function likeBackground(difference: Float32Array, product: Uint8Array, darker: number): Uint8Array {
  const like = new Uint8Array(product.length);
  for (let i = 0, at = 0; i < like.length; i++, at += 3) {
    const l = difference[at]!;
    const near = Math.abs(difference[at + 1]!) <= 4 && Math.abs(difference[at + 2]!) <= 4;
    if (product[i] && near && l <= 9 && l >= -darker) like[i] = 1;
  }
  return like;
}

/** Each pixel's Lab less that of the background around the product, carried inwards by a wide blur. */
function fromBackground(lab: Float32Array, product: Uint8Array, width: number, height: number): Float32Array {
  const count = width * height;
  const outside = new Float32Array(count);
  for (let i = 0; i < count; i++) outside[i] = 1 - product[i]!;
  const radius = Math.max(width, height) / 5;
  const weight = smooth(outside, width, height, radius);
  const plane = new Float32Array(count);
  const difference = new Float32Array(lab.length);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < count; i++) plane[i] = outside[i]! * lab[i * 3 + c]!;
    const carried = smooth(plane, width, height, radius);
    for (let i = 0; i < count; i++) {
      difference[i * 3 + c] = lab[i * 3 + c]! - carried[i]! / Math.max(1e-6, weight[i]!);
    }
  }
  return difference;
}

/** Lower quartile of the steps along the outline of one of the components on a part of the grid. */
function outlineOf(
  lab: Float32Array,
  { labels, boxes }: Components,
  label: number,
  part: Part,
  width: number,
): number {
  const steps: number[] = [];
  const [left, top, right, bottom] = boxes[label]!;
  for (let y = top - 1; y <= bottom; y++) {
    for (let x = left - 1; x <= right; x++) {
      const k = y * part.width + x;
      const i = (y + part.top) * width + x + part.left;
      const mine = labels[k] === label;
      if (mine !== (labels[k + 1] === label)) steps.push(stepAcross(lab, i, 1));
      if (mine !== (labels[k + part.width] === label)) steps.push(stepAcross(lab, i, width));
    }
  }
  return quantile(new Float64Array(steps), 0.25) ?? 0;
}

/** Marks as different what is rougher than the background is: machined grey beside a grey table. */
function dropRough(
  difference: Float32Array,
  lab: Float32Array,
  product: Uint8Array,
  width: number,
  height: number,
): void {
  const count = width * height;
  const rough = new Float32Array(count);
  for (let i = width + 1; i < count - width - 1; i++) {
    const at = i * 3;
    rough[i] = Math.abs(
      4 * lab[at]! - lab[at - 3]! - lab[at + 3]! - lab[at - 3 * width]! - lab[at + 3 * width]!,
    );
  }
  const mean = boxMean(rough, width, height, 2);
  const calm: number[] = [];
  for (let i = 0; i < count; i += 5) if (!product[i]) calm.push(mean[i]!);
  const limit = 1.5 * (quantile(new Float64Array(calm), 0.8) ?? 0) + 0.3;
  for (let i = 0; i < count; i++) if (mean[i]! > limit) difference[i * 3] = 1e3;
}
