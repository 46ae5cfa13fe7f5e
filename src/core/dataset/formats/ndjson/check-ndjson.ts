import { z } from 'zod';
import { splitNames } from '#core/dataset/dataset.ts';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { picturesIn } from '../pictures-in.ts';
import { parseJson } from '../read-json.ts';

const path = 'dataset.ndjson';
const side = z.number().int().min(1);
const headSchema = z.object({
  type: z.literal('dataset'),
  task: z.literal('segment'),
  class_names: z.record(z.string().regex(/^\d{1,6}$/), z.string()),
});
const lineSchema = z.object({
  type: z.literal('image'),
  file: z.string(),
  width: side,
  height: side,
  split: z.enum(splitNames),
  annotations: z.object({
    segments: z
      .array(z.tuple([z.number().int().min(0)], z.number().min(0).max(1)).refine(isPolygon, 'no polygon'))
      .optional(),
  }),
});

function isPolygon(row: readonly number[]): boolean {
  return row.length >= 7 && row.length % 2 === 1;
}

/** Every picture once, of its size, with polygons of classes that are there. */
export async function checkNdjson(files: DatasetFiles): Promise<Problem[]> {
  if (!files.paths.has(path)) return [{ path, message: 'It is missing.' }];
  const problems: Problem[] = [];
  const [head = '', ...lines] = (await files.readText(path)).trimEnd().split('\n');
  const complain = (line: number, message: string): unknown =>
    problems.push({ path, message: `Line ${line}: ${message}` });
  const classes = parseJson(head, headSchema, (message) => complain(1, message))?.class_names ?? {};
  const seen = new Set<string>();
  for (const [index, text] of lines.entries()) {
    const number = index + 2;
    const line = parseJson(text, lineSchema, (message) => complain(number, message));
    if (line === null) continue;
    const picture = `images/${line.split}/${line.file}`;
    if (!files.paths.has(picture)) complain(number, `There is no picture ${picture}.`);
    if (seen.has(picture)) complain(number, `${picture} is there twice.`);
    seen.add(picture);
    const size = await files.measurePicture(picture);
    if (size !== null && (size.width !== line.width || size.height !== line.height)) {
      complain(
        number,
        `${picture} measures ${size.width} x ${size.height}, not ${line.width} x ${line.height}.`,
      );
    }
    for (const [classIndex] of line.annotations.segments ?? []) {
      if (!Object.hasOwn(classes, classIndex))
        complain(number, `It names class ${classIndex}, which is not there.`);
    }
  }
  const missing = picturesIn(files, 'images/').filter((picture) => !seen.has(picture));
  for (const picture of missing) problems.push({ path: picture, message: 'No line is about it.' });
  return problems;
}
