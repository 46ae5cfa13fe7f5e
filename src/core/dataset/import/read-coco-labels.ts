import { z } from 'zod';
import { expandCounts, type RunLength } from '#core/annotation/run-length.ts';
import type { Problem } from '../dataset-files.ts';
import { parseJson } from '../formats/read-json.ts';
import { createPictureFinder, folderOf } from './find-picture.ts';
import type {
  GiveWay,
  LabelFiles,
  LabelledMark,
  LabelledPicture,
  ReadLabels,
  Shape,
} from './labelled-picture.ts';

const id = z.union([z.number(), z.string()]);
const side = z.number().int().min(1).max(65_535);
const runs = z.object({
  size: z.tuple([side, side]),
  counts: z.union([z.string(), z.array(z.number().int().min(0))]),
});
const annotationSchema = z.object({
  image_id: id,
  category_id: id,
  bbox: z.array(z.number()).nullish(),
  segmentation: z.union([z.array(z.array(z.number())), runs]).nullish(),
  iscrowd: z.union([z.number(), z.boolean()]).nullish(),
});
const ofImage = z.object({ image_id: id });
// What is unusual in one of them must not cost all others: each is read by itself.
const fileSchema = z.object({
  images: z.array(z.object({ id, file_name: z.string(), width: side, height: side })),
  annotations: z.array(z.unknown()),
  categories: z.array(z.object({ id, name: z.string() })),
});

/** Some milliseconds. */
const annotationsInOneGo = 200;

type Open = LabelledPicture & { marks: LabelledMark[] };

/** Every JSON file with images, annotations and categories; others are none of ours. */
export async function readCocoLabels(files: LabelFiles, giveWay: GiveWay): Promise<ReadLabels> {
  const problems: Problem[] = [];
  const pictures = new Map<string, Open>();
  const find = createPictureFinder(files.paths);
  for (const path of [...files.paths].filter((name) => /\.json$/i.test(name)).toSorted()) {
    const complain = (message: string): unknown => problems.push({ path, message });
    const text = await files.readText(path);
    if (!text.includes('"annotations"') || !text.includes('"categories"')) continue;
    const file = parseJson(text, fileSchema, complain);
    if (file === null) continue;
    const byId = new Map<string | number, Open>();
    for (const { id: imageId, file_name: name, width, height } of file.images) {
      const found = find(name, placesOf(path));
      if (found === null) complain(`There is no one picture ${name}.`);
      else {
        const picture = pictures.get(found) ?? {
          path: found,
          size: { width, height },
          unit: 'pixels',
          marks: [],
        };
        pictures.set(found, picture);
        byId.set(imageId, picture);
      }
    }
    const names = new Map(file.categories.map((category) => [category.id, category.name]));
    for (const [index, annotation] of file.annotations.entries()) {
      if (index % annotationsInOneGo === 0) await giveWay();
      const mark = readMark(annotation, names);
      const imageId = ofImage.safeParse(annotation).data?.image_id;
      const picture = imageId === undefined ? undefined : byId.get(imageId);
      if (typeof mark !== 'string') picture?.marks.push(mark);
      else {
        complain(`Annotation ${index + 1} ${mark}, so its picture is left out.`);
        // With a mark missing it would teach that a defect is none.
        if (picture !== undefined) pictures.delete(picture.path);
      }
    }
  }
  return { pictures: [...pictures.values()], problems };
}

/** Where tools put the pictures of a file of annotations. */
function placesOf(path: string): string[] {
  const split = /(?:^|[_-])(train|val|test)\w*\.json$/i.exec(path)?.[1] ?? '';
  const folder = folderOf(path);
  return [folder, `images/${split}`, 'images', folderOf(folder), '', split];
}

/** Or what is wrong with it. */
function readMark(value: unknown, names: ReadonlyMap<string | number, string>): LabelledMark | string {
  const read = annotationSchema.safeParse(value);
  if (!read.success) return 'is not as COCO has it';
  if (read.data.iscrowd) return 'is a crowd, whose members nobody can tell apart';
  const label = names.get(read.data.category_id);
  if (label === undefined) return 'names a category that is not there';
  const shape = shapeOf(read.data);
  return shape === null ? 'marks nothing that can be read' : { label, shape };
}

/** The outline where there is one, else the box; `null` where neither can be read. */
function shapeOf({ segmentation, bbox }: z.infer<typeof annotationSchema>): Shape | null {
  if (segmentation && !Array.isArray(segmentation)) {
    try {
      const { size, counts } = segmentation;
      const expanded = typeof counts === 'string' ? expandCounts(counts) : counts;
      return { kind: 'runs', runs: { size, counts: expanded } satisfies RunLength };
    } catch {
      return null;
    }
  }
  if (segmentation && segmentation.length > 0) {
    const isOutline = segmentation.every((ring) => ring.length >= 6 && ring.length % 2 === 0);
    return isOutline ? { kind: 'rings', rings: segmentation } : null;
  }
  if (bbox?.length !== 4) return null;
  return { kind: 'box', box: bbox as [number, number, number, number] };
}
