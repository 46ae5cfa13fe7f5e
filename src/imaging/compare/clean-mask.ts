import { findComponents } from '#imaging/components.ts';
import type { FoundChanges } from './find-changes.ts';

/** Parts smaller than this are noise; holes up to this share of the part around them are filled. */
const SPECK = 6;
const HOLE_SHARE = 0.1;

/** The parts that stand: specks gone, small holes filled, and outside of a known region only what is much stronger. */
export function cleanMask(
  { mask, excess }: FoundChanges,
  inside: Uint8Array | null,
  strongerOutside: number,
  width: number,
  height: number,
): Uint8Array {
  if (!mask.includes(1)) return mask;
  const parts = findComponents(mask, width, height, 8);
  const strongest = new Float32Array(parts.areas.length);
  const within = new Int32Array(parts.areas.length);
  for (let i = 0; i < mask.length; i++) {
    const label = parts.labels[i]!;
    if (label === 0) continue;
    strongest[label] = Math.max(strongest[label]!, excess[i]!);
    if (inside?.[i]) within[label]!++;
  }
  const stands = parts.areas.map((area, label) => {
    if (area < SPECK) return false;
    return !inside || within[label]! > 0 || strongest[label]! >= strongerOutside;
  });
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < out.length; i++) if (mask[i] && stands[parts.labels[i]!]) out[i] = 1;
  fillHoles(out, width, height);
  return out;
}

function fillHoles(mask: Uint8Array, width: number, height: number): void {
  const around = findComponents(mask, width, height, 8);
  const holes = findComponents(
    mask.map((value) => 1 - value),
    width,
    height,
    4,
  );
  const owner = new Int32Array(holes.areas.length);
  for (let i = 0; i < mask.length; i++) {
    const hole = holes.labels[i]!;
    // The pixel before a hole's first one in reading order is of the part around it.
    if (hole > 0 && owner[hole] === 0 && i > 0) owner[hole] = around.labels[i - 1]!;
  }
  for (let i = 0; i < mask.length; i++) {
    const hole = holes.labels[i]!;
    if (hole === 0) continue;
    const [left, top, right, bottom] = holes.boxes[hole]!;
    if (left === 0 || top === 0 || right === width - 1 || bottom === height - 1) continue;
    if (holes.areas[hole]! <= Math.max(6, HOLE_SHARE * around.areas[owner[hole]!]!)) mask[i] = 1;
  }
}
