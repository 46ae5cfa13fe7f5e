import type { Region } from '#core/blueprint/drawing-options.ts';
import { boxBetween, type Box } from './box.ts';

type Size = { readonly width: number; readonly height: number };

/** The box around a region, in whole pixels of the picture. */
export function boxOfRegion(region: Region, size: Size): Box {
  const left = Math.min(...region.boxes.map((box) => box.x));
  const top = Math.min(...region.boxes.map((box) => box.y));
  const right = Math.max(...region.boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...region.boxes.map((box) => box.y + box.height));
  return boxBetween(
    { x: left * size.width, y: top * size.height },
    { x: right * size.width, y: bottom * size.height },
    size,
  );
}

/** A region of one box, in parts of the picture; what sticks out of the picture is cut off. */
export function regionOfBox(box: Box, size: Size): Region {
  const inside = boxBetween(box, { x: box.x + box.width, y: box.y + box.height }, size);
  return {
    polygons: [],
    boxes: [
      {
        x: inside.x / size.width,
        y: inside.y / size.height,
        width: inside.width / size.width,
        height: inside.height / size.height,
      },
    ],
  };
}
