import { z } from 'zod';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { checkGrey } from '../check-grey.ts';
import { picturesIn } from '../pictures-in.ts';
import { readJson } from '../read-json.ts';
import { stemOf } from '../stem-of.ts';

const classesSchema = z.object({
  classes: z.array(z.object({ id: z.number().int().min(0).max(254), name: z.string() })).min(1),
});

/** A mask for every picture, of its size, whose values are all class numbers. */
export async function checkMasks(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  const read = await readJson(files, 'classes.json', classesSchema, (message) =>
    complain('classes.json', message),
  );
  const known = new Set(read?.classes.map(({ id }) => id));
  const expected = new Set<string>();
  for (const picture of picturesIn(files, 'images/')) {
    const path = `masks/${stemOf(picture.slice('images/'.length))}.png`;
    expected.add(path);
    const mask = await checkGrey(files, { path, beside: picture, bits: 8 }, complain);
    for (const value of new Set(mask?.data))
      if (!known.has(value)) complain(path, `Its value ${value} is no class.`);
  }
  for (const path of files.paths) {
    if (path.startsWith('masks/') && !expected.has(path)) complain(path, 'It belongs to no picture.');
  }
  return problems;
}
