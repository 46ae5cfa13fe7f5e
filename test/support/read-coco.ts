import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

// A COCO reader that shares nothing with the writer: it decodes polygons by counting crossings.

const cocoSchema = z.object({
  images: z.array(z.object({ id: z.number(), file_name: z.string(), width: z.number(), height: z.number() })),
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
  annotations: z.array(
    z.object({
      id: z.number(),
      image_id: z.number(),
      category_id: z.number(),
      bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      area: z.number(),
      iscrowd: z.literal(0),
      segmentation: z.array(z.array(z.number()).min(6)).length(1),
    }),
  ),
});
export type Coco = z.infer<typeof cocoSchema>;

/** The files of a dataset's `annotations/`, by split. */
export async function readCoco(folder: string): Promise<Map<string, Coco>> {
  const files = await readdir(join(folder, 'annotations'));
  const read = files.map(async (file): Promise<[string, Coco]> => {
    const split = /^instances_(train|val|test)\.json$/.exec(file)?.[1];
    if (split === undefined) throw new Error(`${file} is no file of a split`);
    return [split, cocoSchema.parse(JSON.parse(await readFile(join(folder, 'annotations', file), 'utf8')))];
  });
  return new Map(await Promise.all(read));
}

/** Flat x, y, x, y, ... to the pixels (row * width + column) whose centres are inside, by the even-odd rule. */
export function pixelsInside(ring: readonly number[], width: number, height: number): Set<number> {
  const inside = new Set<number>();
  const count = ring.length / 2;
  for (let row = 0; row < height; row++) {
    const y = row + 0.5;
    const crossings: number[] = [];
    for (let i = 0; i < count; i++) {
      const [x1, y1] = [ring[2 * i]!, ring[2 * i + 1]!];
      const next = (i + 1) % count;
      const [x2, y2] = [ring[2 * next]!, ring[2 * next + 1]!];
      if (y1 > y !== y2 > y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k]! - 0.5));
      for (let x = from; x + 0.5 < crossings[k + 1]! && x < width; x++) inside.add(row * width + x);
    }
  }
  return inside;
}

/** The smallest box around pixels, as COCO writes it: x, y, width, height. */
export function boxAround(pixels: Set<number>, width: number): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const pixel of pixels) {
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return [left, top, right - left + 1, bottom - top + 1];
}
