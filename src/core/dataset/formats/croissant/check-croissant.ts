import { z } from 'zod';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { picturesIn } from '../pictures-in.ts';
import { readJson } from '../read-json.ts';

const reference = z.object({ '@id': z.string() });
const schema = z.object({
  '@context': z.object({
    '@vocab': z.literal('https://schema.org/'),
    cr: z.literal('http://mlcommons.org/croissant/'),
  }),
  '@type': z.literal('sc:Dataset'),
  conformsTo: z.literal('http://mlcommons.org/croissant/1.0'),
  name: z.string().min(1),
  distribution: z.array(z.object({ '@id': z.string(), includes: z.string() })),
  recordSet: z.array(
    z.object({
      field: z.array(
        z.object({
          source: z.object({ fileSet: reference, extract: z.object({ column: z.string() }) }).optional(),
        }),
      ),
    }),
  ),
});

/** Names in it lead somewhere, and the table has a row for every picture. */
export async function checkCroissant(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  if (!files.paths.has('DATASHEET.md')) complain('DATASHEET.md', 'It is missing.');
  const json = await readJson(files, 'croissant.json', schema, (message) =>
    complain('croissant.json', message),
  );
  if (!files.paths.has('images.csv')) {
    complain('images.csv', 'It is missing.');
    return problems;
  }
  const [head = '', ...rows] = (await files.readText('images.csv')).split(
    /\n(?=images\/(?:train|val|test)\/|$)/,
  );
  const columns = new Set(head.split(','));
  const sets = new Set(json?.distribution.map((set) => set['@id']));
  for (const { source } of json?.recordSet.flatMap(({ field }) => field) ?? []) {
    if (source === undefined) continue;
    const { column } = source.extract;
    if (!sets.has(source.fileSet['@id']))
      complain('croissant.json', `There are no files ${source.fileSet['@id']}.`);
    if (!columns.has(column)) complain('images.csv', `It has no column ${column}.`);
  }
  const pictures = new Set(picturesIn(files, 'images/'));
  for (const row of rows) {
    if (row === '') continue;
    const path = row.slice(0, row.indexOf(','));
    if (!pictures.delete(path))
      complain('images.csv', `There is no picture ${path}, or it was listed before.`);
  }
  for (const path of pictures) complain(path, 'It is not in images.csv.');
  return problems;
}
