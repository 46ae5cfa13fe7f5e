import type { Box } from '#core/annotation/mask.ts';
import type { Labels } from '../document/labels.ts';

/** Of each mark, by number: within it, and where it ends. RGBA as one number, as the pixels of a canvas lie in memory. */
export type Inks = {
  readonly inside: Uint32Array;
  readonly edge: Uint32Array;
};

/**
 * Paints marks into `into`, one number for each block of 2^`level` pixels, row by row. At level 0 marks have an edge, and
 * where `unchanged` says that the picture is as it was (0), every other pair of pixels is left out: a mark that reaches
 * over what changed is seen to. Above it, a block has the colour of any mark in it: a hair-thin scratch stays whole,
 * however small the picture is shown.
 */
export function paintLabels(
  labels: Labels,
  box: Box,
  level: number,
  { inside, edge }: Inks,
  into: Uint32Array,
  unchanged: Uint8Array | null = null,
): void {
  if (level > 0) return paintBlocks(labels, box, level, inside, into);
  const { width, height, data } = labels;
  let k = 0;
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x, i = y * width + box.x; x < box.x + box.width; x++, i++, k++) {
      const mark = data[i]!;
      if (mark === 0) {
        into[k] = 0;
        continue;
      }
      const isEdge =
        (x > 0 && data[i - 1] !== mark) ||
        (x < width - 1 && data[i + 1] !== mark) ||
        (y > 0 && data[i - width] !== mark) ||
        (y < height - 1 && data[i + width] !== mark);
      if (isEdge) into[k] = edge[mark]!;
      else into[k] = unchanged?.[i] === 0 && ((x >> 1) + (y >> 1)) % 2 === 0 ? 0 : inside[mark]!;
    }
  }
}

function paintBlocks(
  { width, data }: Labels,
  box: Box,
  level: number,
  inside: Uint32Array,
  into: Uint32Array,
): void {
  const across = Math.ceil(box.width / 2 ** level);
  into.fill(0, 0, across * Math.ceil(box.height / 2 ** level));
  for (let y = 0; y < box.height; y++) {
    const row = (y >> level) * across;
    const base = (box.y + y) * width + box.x;
    for (let x = 0; x < box.width; x++) {
      const mark = data[base + x]!;
      if (mark !== 0) into[row + (x >> level)] = inside[mark]!;
    }
  }
}
