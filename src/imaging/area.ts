import type { Mask } from '#core/annotation/mask.ts';

/** A part of a picture: shapes in parts of its width and height, or a mask of any size stretched over it. */
export type Area = Shapes | AreaMask;

/** `key` stands for its content, where somebody knows it: it is short, and a mask is large. */
export type AreaMask = Mask & { readonly key?: string };

export type Shapes = {
  readonly boxes?: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  /** Each at least three corners; crossing outlines leave holes (even-odd). */
  readonly polygons?: readonly (readonly { readonly x: number; readonly y: number }[])[];
};

type Frame = { readonly width: number; readonly height: number };
type Window = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/**
 * Which pixels of a window into a picture of size `frame` lie in an area: 1 where the pixel's centre does. Outside of the
 * picture none do. Work follows the window, not the picture.
 */
export function pixelsOf(area: Area, frame: Frame, window: Window): Uint8Array {
  const covered = new Uint8Array(window.width * window.height);
  if ('data' in area) {
    const first = Math.max(0, -window.left);
    const last = Math.min(window.width, frame.width - window.left);
    for (let y = Math.max(0, -window.top); y < Math.min(window.height, frame.height - window.top); y++) {
      const row = Math.floor(((y + window.top + 0.5) * area.height) / frame.height) * area.width;
      for (let x = first; x < last; x++) {
        const column = Math.floor(((x + window.left + 0.5) * area.width) / frame.width);
        covered[y * window.width + x] = area.data[row + column]! > 127 ? 1 : 0;
      }
    }
    return covered;
  }
  for (const box of area.boxes ?? []) {
    const corners = [
      { x: box.x, y: box.y },
      { x: box.x + box.width, y: box.y },
      { x: box.x + box.width, y: box.y + box.height },
      { x: box.x, y: box.y + box.height },
    ];
    fillPolygon(corners, frame, window, covered);
  }
  for (const polygon of area.polygons ?? []) fillPolygon(polygon, frame, window, covered);
  return covered;
}

/** Scan lines through pixel centres. */
function fillPolygon(
  corners: readonly { readonly x: number; readonly y: number }[],
  frame: Frame,
  window: Window,
  covered: Uint8Array,
): void {
  for (let y = 0; y < window.height; y++) {
    const level = y + window.top + 0.5;
    const crossings: number[] = [];
    for (let k = 0; k < corners.length; k++) {
      const a = corners[k]!;
      const b = corners[(k + 1) % corners.length]!;
      const ay = a.y * frame.height;
      const by = b.y * frame.height;
      if (ay <= level === by <= level) continue;
      crossings.push((a.x + ((level - ay) / (by - ay)) * (b.x - a.x)) * frame.width);
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k]! - 0.5) - window.left);
      const to = Math.min(window.width, Math.ceil(crossings[k + 1]! - 0.5) - window.left);
      if (to > from) covered.fill(1, y * window.width + from, y * window.width + to);
    }
  }
}
