import type { Box } from '#core/annotation/mask.ts';

/**
 * Which mark each pixel belongs to: `width * height` numbers, row by row, 0 for none. A pixel has one mark, so what is
 * drawn later takes it from what was there.
 */
export type Labels = { readonly width: number; readonly height: number; readonly data: Uint16Array };

export const mostMarks = 65_535;

export function uniteBoxes(a: Box | null, b: Box): Box {
  if (a === null) return b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** Tight box of each mark, by number; nothing where a number has no pixel. */
export function boxesOf({ width, height, data }: Labels, marks: number): (Box | undefined)[] {
  const left = new Int32Array(marks).fill(width);
  const right = new Int32Array(marks).fill(-1);
  const top = new Int32Array(marks).fill(height);
  const bottom = new Int32Array(marks).fill(-1);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const mark = data[i]!;
      if (mark === 0) continue;
      if (x < left[mark]!) left[mark] = x;
      if (x > right[mark]!) right[mark] = x;
      if (y < top[mark]!) top[mark] = y;
      bottom[mark] = y;
    }
  }
  return Array.from({ length: marks }, (_, k) =>
    right[k]! < 0
      ? undefined
      : { x: left[k]!, y: top[k]!, width: right[k]! - left[k]! + 1, height: bottom[k]! - top[k]! + 1 },
  );
}
