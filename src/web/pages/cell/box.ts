/** Whole pixels of the picture; `x` and `y` are the top left corner. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Point = { readonly x: number; readonly y: number };
type Size = { readonly width: number; readonly height: number };

/** The box between two points of a picture, whichever corner was first, kept inside it and at least a pixel. */
export function boxBetween(a: Point, b: Point, size: Size): Box {
  const clamp = (value: number, max: number) => Math.min(Math.max(Math.round(value), 0), max);
  const left = Math.min(clamp(a.x, size.width - 1), clamp(b.x, size.width - 1));
  const top = Math.min(clamp(a.y, size.height - 1), clamp(b.y, size.height - 1));
  const right = Math.max(clamp(a.x, size.width), clamp(b.x, size.width), left + 1);
  const bottom = Math.max(clamp(a.y, size.height), clamp(b.y, size.height), top + 1);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
