import { z } from 'zod';
import { type Box, type Mask, measureMask } from '#core/annotation/mask.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { decodeRunLength, expandCounts } from '#core/annotation/run-length.ts';
import { isSame } from '../is-same.ts';

const whole = z.number().int();
const side = whole.min(1).max(65_535);
const pair = z.tuple([side, side]);

/** For zod objects: a picture's size. Refine it with `isPictureSize`: a file that claims more would have us reserve it. */
export const sizeShape = { width: side, height: side };
export const tooManyPixels = 'more pixels than a picture can have';
export const isPictureSize = ({ width, height }: Size): boolean => width * height <= 2 ** 28;

/** For zod objects: an instance as COCO describes it. */
export const instanceShape = {
  segmentation: z.union([
    z.array(z.array(z.number()).min(6)).min(1),
    z.object({ size: pair, counts: z.union([z.string(), z.array(whole.min(0))]) }),
  ]),
  area: whole.min(1),
  bbox: z.tuple([whole.min(0), whole.min(0), whole.min(1), whole.min(1)]),
};
const instanceSchema = z.object(instanceShape);
type Instance = z.infer<typeof instanceSchema>;
type Size = { readonly width: number; readonly height: number };

/** Of what an outline decodes to, in parts of the area that is given: the guard of the simplification. */
const lowestOverlap = 0.98;

/** What is wrong with an instance of a picture of that size, as the end of a sentence; `null`: nothing. */
export function checkInstance({ bbox, area, segmentation }: Instance, image: Size): string | null {
  const box = { x: bbox[0], y: bbox[1], width: bbox[2], height: bbox[3] };
  if (box.x + box.width > image.width || box.y + box.height > image.height)
    return 'has a box that leaves the picture';
  const isOutline = Array.isArray(segmentation);
  const mask = isOutline ? fillRings(segmentation, box) : expandRuns(segmentation, image);
  if (typeof mask === 'string') return mask;
  const measured = measureMask(mask);
  if (measured === null) return 'has a segmentation without a pixel';
  const expected = isOutline ? { ...box, x: 0, y: 0 } : box;
  if (!isSame(measured.box, expected)) return 'has a box that is not its mask’s';
  const overlap = Math.min(area, measured.area) / Math.max(area, measured.area);
  return overlap < (isOutline ? lowestOverlap : 1) ? `has area ${area}, and ${measured.area} pixels` : null;
}

/** Within the box alone: a picture may be a thousand times as large. A sentence's end where that cannot be. */
function fillRings(rings: readonly number[][], { x, y, width, height }: Box): Mask | string {
  const data = new Uint8Array(width * height);
  for (const ring of rings) {
    if (ring.length % 2 !== 0) return 'has a polygon with an x without y';
    const moved = ring.map((value, i) => value - (i % 2 === 0 ? x : y));
    if (moved.some((value, i) => value < 0 || value > (i % 2 === 0 ? width : height))) {
      return 'has a polygon that leaves its box';
    }
    const filled = rasteriseRing(moved, width, height).data;
    for (let i = 0; i < data.length; i++) data[i]! |= filled[i]!;
  }
  return { width, height, data };
}

function expandRuns(
  { size, counts }: { size: [number, number]; counts: string | number[] },
  { width, height }: Size,
): Mask | string {
  if (size[0] !== height || size[1] !== width) return 'has run lengths of another size than its picture';
  try {
    return decodeRunLength({ size, counts: typeof counts === 'string' ? expandCounts(counts) : counts });
  } catch {
    return 'has run lengths that do not fill its picture';
  }
}
