import type { Box } from '#core/annotation/mask.ts';
import type { Point } from '#core/annotation/shape-rows.ts';

type Size = { readonly width: number; readonly height: number };

/** Which part of a picture is seen: `scale` screen pixels for one of the picture, whose corner lies at (x, y) on the screen. */
export type Viewport = { readonly scale: number; readonly x: number; readonly y: number };

export const largestScale = 8;
/** The steps of the zoom keys. */
const steps = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, largestScale];

/** The whole picture in the middle of the screen, with a little air. */
export function fitViewport(picture: Size, screen: Size): Viewport {
  const scale = Math.min(
    (0.97 * screen.width) / picture.width,
    (0.97 * screen.height) / picture.height,
    largestScale,
  );
  return {
    scale,
    x: (screen.width - picture.width * scale) / 2,
    y: (screen.height - picture.height * scale) / 2,
  };
}

/** Another scale, the picture's place under `at` (on the screen) staying where it is. */
export function zoomTo(view: Viewport, wanted: number, at: Point, picture: Size, screen: Size): Viewport {
  const least = Math.min(1, fitViewport(picture, screen).scale);
  const scale = Math.min(largestScale, Math.max(least, wanted));
  const { x, y } = toPicture(view, at);
  return keepInSight({ scale, x: at.x - x * scale, y: at.y - y * scale }, picture, screen);
}

/** The next step of the zoom keys up (1) or down (-1). */
export function nextScale(scale: number, way: 1 | -1): number {
  return way === 1
    ? (steps.find((step) => step > scale * 1.01) ?? largestScale)
    : (steps.findLast((step) => step < scale * 0.99) ?? steps[0]!);
}

export function moveBy(view: Viewport, dx: number, dy: number, picture: Size, screen: Size): Viewport {
  return keepInSight({ ...view, x: view.x + dx, y: view.y + dy }, picture, screen);
}

export function toPicture({ scale, x, y }: Viewport, at: Point): Point {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale };
}

/** Whole screen pixels that hold a box of the picture. */
export function toScreen({ scale, x, y }: Viewport, box: Box): Box {
  const left = Math.floor(x + box.x * scale);
  const top = Math.floor(y + box.y * scale);
  return {
    x: left,
    y: top,
    width: Math.ceil(x + (box.x + box.width) * scale) - left,
    height: Math.ceil(y + (box.y + box.height) * scale) - top,
  };
}

/** At least a quarter of the screen keeps showing the picture, and from 100 % on its pixels fall on the screen's. */
function keepInSight(view: Viewport, picture: Size, screen: Size): Viewport {
  const hold = (place: number, length: number, room: number): number => {
    const margin = Math.min(room / 4, length);
    const held = Math.min(room - margin, Math.max(margin - length, place));
    return view.scale >= 1 ? Math.round(held) : held;
  };
  return {
    scale: view.scale,
    x: hold(view.x, picture.width * view.scale, screen.width),
    y: hold(view.y, picture.height * view.scale, screen.height),
  };
}
