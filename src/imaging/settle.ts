import { JUST_NOTICEABLE } from '#imaging/colour.ts';
import { findComponents, largestArea } from '#imaging/components.ts';
import type { Picture } from '#imaging/picture.ts';
import { scratch, withScratch } from '#imaging/scratch.ts';
import type { Canvas } from '#imaging/craft/canvas.ts';
import { applyPixel, type Layer } from './composite.ts';
import { contrastOf } from './contrast.ts';

/** A mark as it will be in the picture: new values for exactly the pixels that it owns. */
export type Mark = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 1 where the mark is. */
  readonly owned: Uint8Array;
  /** `width * height * channels` new values; only those of owned pixels count. */
  readonly values: Uint8Array;
  readonly area: number;
  /** Change in grey levels of each owned pixel but those of a new silhouette, in reading order. */
  readonly changes: Float32Array;
  /** Pixels that the drawing changed visibly but the product, other marks or the clean-up kept. */
  readonly lost: number;
};

/** Parts smaller than this are specks, unless the mark has nothing larger. */
const SPECK_AREA = 6;
const PINHOLE_AREA = 6;

/** Memory for a layer's mark, at whatever strength: as many values as its canvas and the photo have. */
export type MarkRoom = Pick<Mark, 'owned' | 'values'>;

/** In `scratch` memory. */
export function roomForMark({ channels }: Picture, { canvas: { width, height } }: Layer): MarkRoom {
  return {
    owned: scratch(Uint8Array, width * height),
    values: scratch(Uint8Array, width * height * channels),
  };
}

/**
 * Rounds a layer to 8 bits and decides which pixels are the mark: those that changed by a just-noticeable
 * difference or more and are not `taken` (1 on the canvas's pixels of earlier marks). Pixels in the heart of the mark that changed less (where a dent's bright side turns
 * into its dark one, pinholes of a texture) are moved to just noticeable, so that a mark is one piece;
 * specks are given back to the golden image. Its arrays are `room`, and so the next mark's that is settled in it.
 */
export function settleMark(
  golden: Picture,
  layer: Layer,
  strength: number,
  taken: Uint8Array | null,
  { owned, values }: MarkRoom,
): Mark {
  const { canvas, active } = layer;
  const { channels } = golden;
  const { width, height, left, top } = canvas;
  owned.fill(0);
  const out = new Float32Array(3);
  let lost = 0;
  for (const i of active) {
    const offset = offsetOf(golden, canvas, i);
    if (taken?.[i] || layer.fade?.[i] === 0) {
      lost++;
      continue;
    }
    applyPixel(layer, i, strength, out);
    let lean = 0;
    for (let c = 0; c < channels; c++) {
      values[i * channels + c] = Math.max(0, Math.min(255, Math.round(out[c]!)));
      lean += out[c]! - golden.data[offset + c]!;
    }
    if (isNoticeable(golden, offset, values, i * channels)) owned[i] = 1;
    else if (canvas.support[i]! > 0.5) {
      nudge(golden, offset, values, i, lean / channels);
      owned[i] = 1;
    }
  }
  if (canvas.fringe > 0) dropFringe(golden, canvas, owned, values);
  fillPinholes(golden, layer, owned, values, taken);
  if (!canvas.scattered) lost += withScratch(() => dropSpecks(owned, width, height));
  let area = 0;
  for (let i = 0; i < owned.length; i++) area += owned[i]!;
  const changes = new Float32Array(area);
  let counted = 0;
  for (let i = 0; i < owned.length; i++) {
    if (!owned[i] || (canvas.silhouette && canvas.silhouette.amount[i]! > 0.5)) continue;
    changes[counted++] = changeLevels(golden, offsetOf(golden, canvas, i), values, i * channels);
  }
  return {
    left,
    top,
    width,
    height,
    owned,
    values,
    area,
    changes: changes.subarray(0, counted),
    lost,
  };
}

function offsetOf(golden: Picture, canvas: Layer['canvas'], i: number): number {
  const x = i % canvas.width;
  const y = (i - x) / canvas.width;
  return ((y + canvas.top) * golden.width + x + canvas.left) * golden.channels;
}

/** Change of one rounded pixel in grey levels (see `changeOf`), in whole numbers until the root. */
function changeLevels(golden: Picture, offset: number, values: Uint8Array, at: number): number {
  return Math.sqrt(squaredChange(golden, offset, values, at) / 1000);
}

export function isNoticeable(golden: Picture, offset: number, values: Uint8Array, at: number): boolean {
  return squaredChange(golden, offset, values, at) >= 1000 * JUST_NOTICEABLE ** 2;
}

function squaredChange(golden: Picture, offset: number, values: Uint8Array, at: number): number {
  const d0 = values[at]! - golden.data[offset]!;
  if (golden.channels === 1) return 1000 * d0 * d0;
  const d1 = values[at + 1]! - golden.data[offset + 1]!;
  const d2 = values[at + 2]! - golden.data[offset + 2]!;
  return 299 * d0 * d0 + 587 * d1 * d1 + 114 * d2 * d2;
}

/**
 * Moves one pixel by exactly the just-noticeable difference, up or down. Near zero the direction is dithered
 * by a hash of the position, so that a dent's neutral line shows no step.
 */
function nudge(golden: Picture, offset: number, values: Uint8Array, i: number, lean: number): void {
  const { channels, data } = golden;
  let h = Math.imul(offset + 1, 2654435761);
  h = Math.imul(h ^ (h >>> 15), 2246822519);
  const chance = ((h ^ (h >>> 13)) >>> 0) / 4294967296;
  let step = (lean + JUST_NOTICEABLE) / (2 * JUST_NOTICEABLE) > chance ? JUST_NOTICEABLE : -JUST_NOTICEABLE;
  let lowest = 255;
  let highest = 0;
  for (let c = 0; c < channels; c++) {
    lowest = Math.min(lowest, data[offset + c]!);
    highest = Math.max(highest, data[offset + c]!);
  }
  if (step > 0 && highest > 255 - JUST_NOTICEABLE) step = -JUST_NOTICEABLE;
  else if (step < 0 && lowest < JUST_NOTICEABLE) step = JUST_NOTICEABLE;
  for (let c = 0; c < channels; c++) {
    // A saturated colour (0 in one channel, 255 in another) is moved twice as far in the channels that can.
    const value = data[offset + c]! + step;
    values[i * channels + c] = value < 0 || value > 255 ? data[offset + c]! - 2 * step : value;
  }
}

/** Gives back what changed by less than the canvas's `fringe` of the mark's contrast, but for matter that lies there, however alike. */
function dropFringe(golden: Picture, canvas: Canvas, owned: Uint8Array, values: Uint8Array): void {
  const indices: number[] = [];
  for (let i = 0; i < owned.length; i++) if (owned[i]) indices.push(i);
  const changes = indices.map((i) =>
    changeLevels(golden, offsetOf(golden, canvas, i), values, i * golden.channels),
  );
  const least = canvas.fringe * contrastOf(changes);
  indices.forEach((i, k) => {
    if (changes[k]! < least && canvas.cover[i]! < 0.5) owned[i] = 0;
  });
}

/** Gaps of a few pixels inside a mark are texture that happened to cancel it: they belong to the mark. */
function fillPinholes(
  golden: Picture,
  { canvas, active, fade }: Layer,
  owned: Uint8Array,
  values: Uint8Array,
  taken: Uint8Array | null,
): void {
  const gap: number[] = [];
  const holes: number[] = [];
  for (const i of active) {
    // In reading order, the first pixel of a gap has the mark on its left.
    const first = i + 1;
    if (owned[i] !== 1 || first % canvas.width === 0 || owned[first] !== 0) continue;
    if (smallGap(owned, canvas.width, canvas.height, first, gap)) holes.push(...gap);
  }
  for (const i of holes) {
    if (owned[i] || taken?.[i] || fade?.[i] === 0) continue;
    nudge(golden, offsetOf(golden, canvas, i), values, i, canvas.light[i]! - canvas.density[i]!);
    owned[i] = 1;
  }
}

/** Collects the gap at `start` (four neighbours); false when it is too large or touches the rectangle's border. */
function smallGap(owned: Uint8Array, width: number, height: number, start: number, gap: number[]): boolean {
  gap.length = 0;
  gap.push(start);
  for (let k = 0; k < gap.length; k++) {
    const i = gap[k]!;
    const x = i % width;
    const y = (i - x) / width;
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return false;
    for (const next of [i - 1, i + 1, i - width, i + width]) {
      if (!owned[next] && !gap.includes(next)) gap.push(next);
    }
    if (gap.length > PINHOLE_AREA) return false;
  }
  return true;
}

function dropSpecks(owned: Uint8Array, width: number, height: number): number {
  const parts = findComponents(owned, width, height, 8);
  const largest = largestArea(parts);
  const least = Math.min(largest, Math.max(SPECK_AREA, largest * 0.012));
  let dropped = 0;
  for (let i = 0; i < owned.length; i++) {
    if (owned[i] && parts.areas[parts.labels[i]!]! < least) {
      owned[i] = 0;
      dropped++;
    }
  }
  return dropped;
}
