import { z } from 'zod';
import { type Box, type Mask, measureMask } from '#core/annotation/mask.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { decodeRunLength, expandCounts } from '#core/annotation/run-length.ts';
import { splitNames } from '#core/dataset/dataset.ts';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { isSame } from '../is-same.ts';
import { readJson } from '../read-json.ts';

const whole = z.number().int();
const side = whole.min(1).max(65_535);
/** A file that claims more would have us reserve it. */
const mostPixels = 2 ** 28;
const pair = z.tuple([side, side]);
const fileSchema = z.object({
  categories: z.array(z.object({ id: whole.min(1), name: z.string() })),
  images: z.array(
    z
      .object({ id: whole.min(1), file_name: z.string(), width: side, height: side })
      .refine(({ width, height }) => width * height <= mostPixels, 'more pixels than a picture can have'),
  ),
  annotations: z.array(
    z.object({
      id: whole.min(1),
      image_id: whole,
      category_id: whole,
      segmentation: z.union([
        z.array(z.array(z.number()).min(6)).min(1),
        z.object({ size: pair, counts: z.union([z.string(), z.array(whole.min(0))]) }),
      ]),
      area: whole.min(1),
      bbox: z.tuple([whole.min(0), whole.min(0), whole.min(1), whole.min(1)]),
      iscrowd: z.literal(0),
    }),
  ),
});
type CocoFile = z.infer<typeof fileSchema>;
type CocoAnnotation = CocoFile['annotations'][number];
type CocoImage = CocoFile['images'][number];

/** Of what an outline decodes to, in parts of the area that is given: the guard of the simplification. */
const lowestOverlap = 0.98;

/** Ids unique through all files, the same categories in each, and masks that are what boxes and areas say. */
export async function checkCoco(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const imageIds = new Set<number>();
  const annotationIds = new Set<number>();
  let categories: CocoFile['categories'] | undefined;
  for (const split of splitNames) {
    const path = `annotations/instances_${split}.json`;
    if (!files.paths.has(path)) continue;
    const complain = (message: string): unknown => problems.push({ path, message });
    const file = await readJson(files, path, fileSchema, complain);
    if (file === null) continue;
    categories ??= file.categories;
    if (!isSame(file.categories, categories)) complain('Its categories are not those of the other files.');
    const known = new Set(file.categories.map(({ id }) => id));
    if (known.size !== file.categories.length) complain('Two of its categories have the same id.');
    const images = new Map<number, CocoImage>();
    for (const image of file.images) {
      if (imageIds.has(image.id)) complain(`Image id ${image.id} is there twice.`);
      imageIds.add(image.id);
      images.set(image.id, image);
      const wrong = await checkImage(files, `images/${split}/`, image);
      if (wrong !== null) complain(wrong);
    }
    for (const annotation of file.annotations) {
      const say = (what: string): unknown => complain(`Annotation ${annotation.id} ${what}.`);
      if (annotationIds.has(annotation.id)) say('has an id that is there twice');
      annotationIds.add(annotation.id);
      if (!known.has(annotation.category_id))
        say(`names category ${annotation.category_id}, which is not there`);
      const image = images.get(annotation.image_id);
      const wrong =
        image === undefined
          ? `names image ${annotation.image_id}, which is not there`
          : checkMask(annotation, image);
      if (wrong !== null) say(wrong);
    }
  }
  if (categories === undefined && problems.length === 0) {
    problems.push({ path: 'annotations', message: 'There is no instances_<split>.json in it.' });
  }
  return problems;
}

async function checkImage(files: DatasetFiles, folder: string, image: CocoImage): Promise<string | null> {
  const path = folder + image.file_name;
  if (image.file_name.includes('/') || !files.paths.has(path)) return `There is no picture ${path}.`;
  const size = await files.measurePicture(path);
  if (size !== null && (size.width !== image.width || size.height !== image.height)) {
    return `${path} measures ${size.width} x ${size.height}, not ${image.width} x ${image.height}.`;
  }
  return null;
}

function checkMask({ bbox, area, segmentation }: CocoAnnotation, image: CocoImage): string | null {
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
  { width, height }: CocoImage,
): Mask | string {
  if (size[0] !== height || size[1] !== width) return 'has run lengths of another size than its picture';
  try {
    return decodeRunLength({ size, counts: typeof counts === 'string' ? expandCounts(counts) : counts });
  } catch {
    return 'has run lengths that do not fill its picture';
  }
}
