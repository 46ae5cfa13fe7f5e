import type { Box, Mask } from '#core/annotation/mask.ts';
import type { Picture } from '#imaging/picture.ts';

/** A defect reaches this much further than a tight mask says: the photo's own blur. */
const FRINGE = 2;

type Level = { width: number; height: number; sums: Float32Array; weights: Float32Array };

/**
 * The picture with its marks replaced by what surrounds them: a stand-in for the golden image that a photo of
 * a bad part does not have. Smooth inside the marks (push-pull, Gortler et al. 1996), untouched 2 px away from
 * them. Work follows the boxes, one for each mark with the surroundings that are to fill it. With
 * `isGood` only from the pixels that it names, where a box has any.
 */
export function fillMarks(
  picture: Picture,
  mask: Mask,
  boxes: readonly Box[],
  isGood: (x: number, y: number) => boolean = () => true,
): Picture {
  const filled: Picture = { ...picture, data: picture.data.slice() };
  for (const box of boxes) {
    const near = fringeIn(mask, box);
    const level = baseLevel(picture, near, box, isGood);
    const isEmpty = !level.weights.includes(1);
    fillBox(picture, near, box, isEmpty ? baseLevel(picture, near, box, () => true) : level, filled.data);
  }
  return filled;
}

function fillBox(picture: Picture, near: Uint8Array, box: Box, base: Level, out: Uint8Array): void {
  const { channels } = picture;
  const levels = [base];
  while (levels.at(-1)!.width > 1 || levels.at(-1)!.height > 1) levels.push(halved(levels.at(-1)!, channels));
  for (let k = levels.length - 2; k >= 0; k--) pullInto(levels[k]!, levels[k + 1]!, channels);
  const { sums } = levels[0]!;
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      const at = (box.y + y) * picture.width + box.x + x;
      if (near[i] === 0) continue;
      for (let c = 0; c < channels; c++) out[at * channels + c] = Math.round(sums[i * channels + c]!);
    }
  }
}

/** Weight 1 where the picture is known to be good. */
function baseLevel(
  picture: Picture,
  near: Uint8Array,
  box: Box,
  isGood: (x: number, y: number) => boolean,
): Level {
  const { channels, width: across, data } = picture;
  const { width, height } = box;
  const level: Level = {
    width,
    height,
    sums: new Float32Array(width * height * channels),
    weights: new Float32Array(width * height),
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (near[i] !== 0 || !isGood(box.x + x, box.y + y)) continue;
      level.weights[i] = 1;
      const from = ((box.y + y) * across + box.x + x) * channels;
      for (let c = 0; c < channels; c++) level.sums[i * channels + c] = data[from + c]!;
    }
  }
  return level;
}

/** Whether each pixel of a box is a mark's, or within its fringe: rows first, then columns. */
function fringeIn(mask: Mask, box: Box): Uint8Array {
  const { width, height } = box;
  const rows = new Uint8Array(width * (height + 2 * FRINGE));
  for (let y = 0; y < height + 2 * FRINGE; y++) {
    const v = box.y + y - FRINGE;
    if (v < 0 || v >= mask.height) continue;
    for (let x = -FRINGE; x < width + FRINGE; x++) {
      const u = box.x + x;
      if (u < 0 || u >= mask.width || mask.data[v * mask.width + u] === 0) continue;
      rows.fill(1, y * width + Math.max(0, x - FRINGE), y * width + Math.min(width, x + FRINGE + 1));
    }
  }
  const near = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let k = 0; k <= 2 * FRINGE; k++) {
      for (let x = 0; x < width; x++) near[y * width + x]! |= rows[(y + k) * width + x]!;
    }
  }
  return near;
}

/** Means of the known ones of four pixels; `weights` says how much is known, at most 1. */
function halved(fine: Level, channels: number): Level {
  const width = Math.ceil(fine.width / 2);
  const height = Math.ceil(fine.height / 2);
  const sums = new Float32Array(width * height * channels);
  const weights = new Float32Array(width * height);
  for (let y = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++) {
      const from = y * fine.width + x;
      const weight = fine.weights[from]!;
      if (weight === 0) continue;
      const to = (y >> 1) * width + (x >> 1);
      weights[to]! += weight;
      for (let c = 0; c < channels; c++) sums[to * channels + c]! += weight * fine.sums[from * channels + c]!;
    }
  }
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    for (let c = 0; c < channels; c++) sums[i * channels + c]! /= weights[i]!;
    weights[i] = Math.min(1, weights[i]!);
  }
  return { width, height, sums, weights };
}

/** What is not known on the fine level comes from the coarse one, bilinearly. */
function pullInto(fine: Level, coarse: Level, channels: number): void {
  for (let y = 0, i = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++, i++) {
      const weight = fine.weights[i]!;
      if (weight >= 1) continue;
      const u = Math.max(0, Math.min(coarse.width - 1, (x + 0.5) / 2 - 0.5));
      const v = Math.max(0, Math.min(coarse.height - 1, (y + 0.5) / 2 - 0.5));
      const left = Math.floor(u);
      const top = Math.floor(v);
      const right = Math.min(coarse.width - 1, left + 1);
      const bottom = Math.min(coarse.height - 1, top + 1);
      for (let c = 0; c < channels; c++) {
        const at = (column: number, row: number): number =>
          coarse.sums[(row * coarse.width + column) * channels + c]!;
        const above = at(left, top) * (1 - u + left) + at(right, top) * (u - left);
        const below = at(left, bottom) * (1 - u + left) + at(right, bottom) * (u - left);
        const pulled = above * (1 - v + top) + below * (v - top);
        fine.sums[i * channels + c] = weight * fine.sums[i * channels + c]! + (1 - weight) * pulled;
      }
      fine.weights[i] = 1;
    }
  }
}
