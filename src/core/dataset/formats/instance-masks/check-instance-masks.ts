import { z } from 'zod';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { checkGrey } from '../check-grey.ts';
import { picturesIn } from '../pictures-in.ts';
import { readJson } from '../read-json.ts';
import { stemOf } from '../stem-of.ts';
import { instancesPerClass } from './instance-mask.ts';

const description = 'instance_masks/classes.json';
const schema = z.object({
  divisor: z.literal(instancesPerClass),
  classes: z.array(z.object({ id: z.number().int().min(1).max(64), name: z.string() })).min(1),
});

/** A 16-bit mask for every picture, of its size, whose thousands are all classes. */
export async function checkInstanceMasks(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  const read = await readJson(files, description, schema, (message) => complain(description, message));
  const known = new Set([0, ...(read?.classes ?? []).map(({ id }) => id)]);
  const expected = new Set([description]);
  for (const picture of picturesIn(files, 'images/')) {
    const path = `instance_masks/${stemOf(picture.slice('images/'.length))}.png`;
    expected.add(path);
    const mask = await checkGrey(files, { path, beside: picture, bits: 16 }, complain);
    for (const value of new Set(mask?.data)) {
      if (!known.has(Math.floor(value / instancesPerClass)) || (value > 0 && value < instancesPerClass))
        complain(path, `Its value ${value} is no class.`);
    }
  }
  for (const path of files.paths) {
    if (path.startsWith('instance_masks/') && !expected.has(path))
      complain(path, 'It belongs to no picture.');
  }
  return problems;
}
