import { z } from 'zod';
import { splitNames } from '#core/dataset/dataset.ts';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { isSame } from '../is-same.ts';
import { readJson } from '../read-json.ts';
import { checkInstance, instanceShape, isPictureSize, sizeShape, tooManyPixels } from './check-instance.ts';

const whole = z.number().int();
const fileSchema = z.object({
  categories: z.array(z.object({ id: whole.min(1), name: z.string() })),
  images: z.array(
    z.object({ id: whole.min(1), file_name: z.string(), ...sizeShape }).refine(isPictureSize, tooManyPixels),
  ),
  annotations: z.array(
    z.object({
      id: whole.min(1),
      image_id: whole,
      category_id: whole,
      ...instanceShape,
      iscrowd: z.literal(0),
    }),
  ),
});
type CocoFile = z.infer<typeof fileSchema>;
type CocoImage = CocoFile['images'][number];

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
          : checkInstance(annotation, image);
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
