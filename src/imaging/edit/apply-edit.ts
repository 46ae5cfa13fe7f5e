import { findComponents } from '#imaging/components.ts';
import type { Picture } from '#imaging/picture.ts';
import { isNoticeable, type Mark } from '#imaging/settle.ts';
import { boxMean } from '#imaging/surface/smooth.ts';
import type { EditPlan } from './plan-edit.ts';

/** Over this many px beyond what changed, the model's picture turns into the golden one. */
const FEATHER = 3;
/** Radius, px, over which the model's drift in tone is followed: finer than light, coarser than a defect's edge. */
const DRIFT = 12;
/** Smaller parts are specks, unless there is nothing larger. */
const SPECK_AREA = 12;

/**
 * Puts what a model painted into the golden image: exactly what changed and a narrow seam around it, in the
 * golden image's own tone. `answer` has the plan's size and lies in place; `changed` (1) is where comparing
 * found a change. The marks are all that differs; empty when nothing of it can be seen.
 */
export function applyEdit(golden: Picture, plan: EditPlan, answer: Picture, changed: Uint8Array): Mark[] {
  const { width, height } = plan;
  const { channels } = golden;
  const weight = featherOf(changed, plan.mask, width, height);
  const drift = driftOf(golden, plan, answer, changed);
  const owned = new Uint8Array(width * height);
  const values = new Uint8Array(width * height * channels);
  for (let i = 0; i < owned.length; i++) {
    if (weight[i] === 0) continue;
    const at = offsetOf(golden, plan, i);
    for (let c = 0; c < channels; c++) {
      const before = golden.data[at + c]!;
      const after = answer.data[i * channels + c]! + drift[c]![i]!;
      values[i * channels + c] = Math.max(
        0,
        Math.min(255, Math.round(before + weight[i]! * (after - before))),
      );
    }
    if (isNoticeable(golden, at, values, i * channels)) owned[i] = 1;
  }
  return marksOf(golden, plan, owned, values);
}

/** 1 where something changed, falling to 0 over the seam, and 0 where the model was not to paint. */
function featherOf(changed: Uint8Array, allowed: Uint8Array, width: number, height: number): Float32Array {
  const weight = new Float32Array(changed.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!changed[y * width + x]) continue;
      for (let dy = -FEATHER; dy <= FEATHER; dy++) {
        for (let dx = -FEATHER; dx <= FEATHER; dx++) {
          const [u, v] = [x + dx, y + dy];
          if (u < 0 || v < 0 || u >= width || v >= height || !allowed[v * width + u]) continue;
          const value = 1 - Math.hypot(dx, dy) / (FEATHER + 1);
          const i = v * width + u;
          if (value > weight[i]!) weight[i] = value;
        }
      }
    }
  }
  return weight;
}

/**
 * Models return a picture of slightly other brightness and colour. What they left alone says how much, and its
 * surroundings carry that over to what they changed (a mean over the unchanged pixels near by).
 */
function driftOf(golden: Picture, plan: EditPlan, answer: Picture, changed: Uint8Array): Float32Array[] {
  const { left, top, width, height } = plan;
  const { channels } = golden;
  const radius = Math.min(DRIFT, Math.floor((Math.min(width, height) - 1) / 2));
  const known = new Float32Array(width * height);
  let total = 0;
  for (let i = 0; i < known.length; i++) {
    if (changed[i]) continue;
    known[i] = 1;
    total++;
  }
  const share = boxMean(known, width, height, radius);
  const difference = new Float32Array(width * height);
  const drift: Float32Array[] = [];
  for (let c = 0; c < channels; c++) {
    let mean = 0;
    for (let y = 0, i = 0; y < height; y++) {
      let at = ((y + top) * golden.width + left) * channels + c;
      for (let x = 0; x < width; x++, i++, at += channels) {
        difference[i] = changed[i] ? 0 : golden.data[at]! - answer.data[i * channels + c]!;
        mean += difference[i]!;
      }
    }
    mean /= Math.max(1, total);
    const near = boxMean(difference, width, height, radius);
    for (let i = 0; i < near.length; i++) {
      // Deep inside a large change nothing near by is known: there the whole surroundings speak.
      const weight = Math.min(1, share[i]! * 4);
      near[i] = share[i]! > 0 ? weight * (near[i]! / share[i]!) + (1 - weight) * mean : mean;
    }
    drift.push(near);
  }
  return drift;
}

function offsetOf(golden: Picture, { left, top, width }: EditPlan, i: number): number {
  const x = i % width;
  return (((i - x) / width + top) * golden.width + x + left) * golden.channels;
}

function marksOf(golden: Picture, plan: EditPlan, owned: Uint8Array, values: Uint8Array): Mark[] {
  const { width, height } = plan;
  const { channels } = golden;
  const parts = findComponents(owned, width, height, 8);
  const largest = Math.max(0, ...parts.areas);
  const marks: Mark[] = [];
  for (let label = 1; label < parts.areas.length; label++) {
    if (parts.areas[label]! < Math.min(largest, SPECK_AREA)) continue;
    const [left, top, right, bottom] = parts.boxes[label]!;
    const size = { width: right - left + 1, height: bottom - top + 1 };
    const own = new Uint8Array(size.width * size.height);
    const painted = new Uint8Array(own.length * channels);
    const changes: number[] = [];
    for (let y = 0, k = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++, k++) {
        const i = (y + top) * width + x + left;
        if (parts.labels[i] !== label) continue;
        own[k] = 1;
        let squares = 0;
        for (let c = 0; c < channels; c++) {
          painted[k * channels + c] = values[i * channels + c]!;
          squares += (values[i * channels + c]! - golden.data[offsetOf(golden, plan, i) + c]!) ** 2;
        }
        changes.push(Math.sqrt(squares / channels));
      }
    }
    marks.push({
      left: left + plan.left,
      top: top + plan.top,
      ...size,
      owned: own,
      values: painted,
      area: changes.length,
      changes: Float32Array.from(changes),
      lost: 0,
    });
  }
  return marks;
}
