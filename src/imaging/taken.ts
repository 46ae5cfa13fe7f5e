import type { Canvas } from '#imaging/craft/canvas.ts';
import type { Mark } from '#imaging/settle.ts';

// Which pixels earlier marks of a picture own. Asked of the marks themselves: a plane of the photo's size
// would cost every picture work in proportion to the photo.

/** Does one of the marks own this pixel (full-size px, whole numbers)? */
export function isTaken(marks: readonly Mark[], x: number, y: number): boolean {
  for (const { left, top, width, height, owned } of marks) {
    const u = x - left;
    const v = y - top;
    if (u >= 0 && v >= 0 && u < width && v < height && owned[v * width + u]) return true;
  }
  return false;
}

/** 1 on a canvas's pixels that a mark owns; `null` when there are none. */
export function takenOn(canvas: Canvas, marks: readonly Mark[]): Uint8Array | null {
  let taken: Uint8Array | null = null;
  for (const mark of marks) {
    const left = Math.max(canvas.left, mark.left);
    const right = Math.min(canvas.left + canvas.width, mark.left + mark.width);
    const top = Math.max(canvas.top, mark.top);
    const bottom = Math.min(canvas.top + canvas.height, mark.top + mark.height);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        if (!mark.owned[(y - mark.top) * mark.width + x - mark.left]) continue;
        taken ??= new Uint8Array(canvas.width * canvas.height);
        taken[(y - canvas.top) * canvas.width + x - canvas.left] = 1;
      }
    }
  }
  return taken;
}
