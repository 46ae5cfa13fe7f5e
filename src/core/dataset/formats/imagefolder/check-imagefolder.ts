import { z } from 'zod';
import { splitNames } from '#core/dataset/dataset.ts';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { checkObjects, objectsSchema } from '../check-objects.ts';
import { isPictureSize, sizeShape, tooManyPixels } from '../coco/check-instance.ts';
import { isSame } from '../is-same.ts';
import { picturesIn } from '../pictures-in.ts';
import { parseJson } from '../read-json.ts';

const whole = z.number().int();
const rowSchema = z
  .object({
    file_name: z.string(),
    image_id: whole.min(1),
    ...sizeShape,
    kind: z.enum(['good', 'defect']),
    objects: objectsSchema,
  })
  .refine(isPictureSize, tooManyPixels);

/** A line for every picture, all with the same keys, and instances that are what they say. */
export async function checkImagefolder(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const split of splitNames) {
    const folder = `images/${split}/`;
    const pictures = new Set(picturesIn(files, folder));
    const path = `${folder}metadata.jsonl`;
    const complain = (message: string): unknown => problems.push({ path, message });
    if (!files.paths.has(path)) {
      if (pictures.size > 0) complain('It is missing.');
      continue;
    }
    let keys: string[] | undefined;
    const lines = (await files.readText(path)).split('\n');
    for (const [index, line] of lines.entries()) {
      if (line === '' && index === lines.length - 1) continue;
      const say = (message: string): unknown => complain(`Line ${index + 1}: ${message}`);
      const row = parseJson(line, rowSchema, say);
      if (row === null) continue;
      const own = Object.keys(JSON.parse(line) as object);
      keys ??= own;
      if (!isSame(own, keys)) say('It has other keys than the first.');
      if (!pictures.delete(folder + row.file_name))
        say(`There is no picture ${row.file_name}, or it was listed before.`);
      checkObjects(row.objects, row, say);
    }
    for (const picture of pictures) problems.push({ path: picture, message: 'It is not in metadata.jsonl.' });
  }
  return problems;
}
