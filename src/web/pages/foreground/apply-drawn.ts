import type { Mask } from '#core/annotation/mask.ts';
import { paintPolygon, paintStroke } from '#core/annotation/paint-mask.ts';
import type { Drawn, Size } from '../../draw/drawing.ts';

export type Brush = { readonly mode: 'add' | 'remove'; /** px of the picture */ readonly radius: number };

/** The mask with what was drawn on its picture added, or taken away. */
export function applyDrawn(mask: Mask, drawn: Drawn, picture: Size, { mode, radius }: Brush): Mask {
  const value = mode === 'add' ? 255 : 0;
  const scale = { x: mask.width / picture.width, y: mask.height / picture.height };
  const inMask = ({ x, y }: { x: number; y: number }) => ({ x: x * scale.x, y: y * scale.y });
  switch (drawn.kind) {
    case 'stroke':
      // However fine the brush, a stroke leaves a pixel.
      return paintStroke(mask, drawn.points.map(inMask), Math.max(0.71, radius * scale.x), value);
    case 'polygon':
      return paintPolygon(mask, drawn.corners.map(inMask), value);
    case 'box': {
      const { from, to } = drawn;
      const corners = [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
      return paintPolygon(mask, corners.map(inMask), value);
    }
  }
}

/** How much of the picture is product, in whole percent; 100 only where all of it is. */
export function productShare({ data }: Mask): number {
  const set = data.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
  const percent = (100 * set) / data.length;
  return set === data.length ? 100 : Math.min(99, Math.round(percent));
}
