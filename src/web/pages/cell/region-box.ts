import type { Region } from '#core/blueprint/drawing-options.ts';
import type { Drawn } from '../../draw/tools/tool.ts';
import { boxBetween, type Box } from './box.ts';

type Size = { readonly width: number; readonly height: number };

export const emptyRegion: Region = { boxes: [], polygons: [] };

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

/** What was drawn, as a region; `null` for what has no inside. */
export function regionOfDrawn(drawn: Drawn, size: Size): Region | null {
  if (drawn.kind === 'box') return regionOfBox(boxBetween(drawn.from, drawn.to, size), size);
  if (drawn.kind !== 'polygon') return null;
  const corners = drawn.corners.map(({ x, y }) => ({ x: x / size.width, y: y / size.height }));
  const isFlat = (values: number[]) => Math.max(...values) === Math.min(...values);
  if (isFlat(corners.map(({ x }) => x)) || isFlat(corners.map(({ y }) => y))) return null;
  return { boxes: [], polygons: [corners] };
}

export function joinRegions(a: Region, b: Region): Region {
  return { boxes: [...a.boxes, ...b.boxes], polygons: [...a.polygons, ...b.polygons] };
}

export type RegionShape = { readonly label: string; readonly without: Region };

/** Each shape of a region in words, in whole pixels, and what is left without it. */
export function shapesOf({ boxes, polygons }: Region, { width, height }: Size): RegionShape[] {
  const px = (part: number, of: number) => Math.round(part * of);
  return [
    ...boxes.map((box, index) => ({
      label: `Box of ${px(box.width, width)} × ${px(box.height, height)} px at ${px(box.x, width)}, ${px(box.y, height)}`,
      without: { boxes: boxes.toSpliced(index, 1), polygons },
    })),
    ...polygons.map((corners, index) => ({
      label: `Polygon of ${corners.length} corners from ${px(corners[0].x, width)}, ${px(corners[0].y, height)}`,
      without: { boxes, polygons: polygons.toSpliced(index, 1) },
    })),
  ];
}
