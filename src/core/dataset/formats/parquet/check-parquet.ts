import { parquetMetadata } from 'hyparquet/src/metadata.js';
import { parquetReadObjects } from 'hyparquet/src/read.js';
import { z } from 'zod';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { isPictureSize, sizeShape, tooManyPixels } from '../coco/check-instance.ts';
import { checkObjects, objectsSchema } from '../check-objects.ts';
import { checkShardPicture } from '../check-shard-picture.ts';

const rowSchema = z
  .object({
    image: z.object({ bytes: z.instanceof(Uint8Array), path: z.string() }),
    image_id: z.number().int().min(1),
    ...sizeShape,
    kind: z.enum(['good', 'defect']),
    objects: objectsSchema,
  })
  .refine(isPictureSize, tooManyPixels);

/** All files of each split, rows that are what they say, and no picture twice. A file is held in memory: it is bounded. */
export async function checkParquet(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const shards = [...files.paths].filter((path) => path.startsWith('data/'));
  if (shards.length === 0) problems.push({ path: 'data', message: 'There is no Parquet file in it.' });
  const counts = new Map<string, number>();
  for (const path of shards) {
    const complain = (message: string): unknown => problems.push({ path, message });
    const [, split, of] = /^data\/(train|val|test)-\d{5}-of-(\d{5})\.parquet$/.exec(path) ?? [];
    if (split === undefined) {
      complain('It is no Parquet file of a split.');
      continue;
    }
    const left = (counts.get(split) ?? Number(of)) - 1;
    counts.set(split, left);
    try {
      for await (const row of rowsOf(await files.readBytes(path)))
        await checkRow(row, { files, seen }, complain);
    } catch {
      complain('It is no Parquet file, or damaged.');
    }
  }
  for (const [split, left] of counts)
    if (left !== 0) problems.push({ path: 'data', message: `Files of ${split} are missing, or too many.` });
  return problems;
}

/** A row group at a time. */
async function* rowsOf(bytes: Uint8Array): AsyncGenerator {
  const whole = bytes.slice().buffer;
  const metadata = parquetMetadata(whole);
  if (!metadata.key_value_metadata?.some(({ key }) => key === 'huggingface')) throw new Error('no features');
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    // Not as text: pictures are bytes that nothing else says of.
    yield* await parquetReadObjects({ file: whole, metadata, rowStart, rowEnd, utf8: false });
    rowStart = rowEnd;
  }
}

async function checkRow(
  given: unknown,
  { files, seen }: { files: DatasetFiles; seen: Set<string> },
  complain: (message: string) => unknown,
): Promise<void> {
  const read = rowSchema.safeParse(given);
  if (!read.success) {
    complain(`A row is not as it should be: ${read.error.issues[0]?.message ?? 'unknown'}.`);
    return;
  }
  const { image, objects, width, height } = read.data;
  const say = (what: string): unknown => complain(`${image.path}: ${what}`);
  if (seen.has(image.path)) say('It is there twice.');
  seen.add(image.path);
  const picture = { name: image.path, bytes: image.bytes, width, height };
  for await (const message of checkShardPicture(files, picture)) say(message);
  checkObjects(objects, read.data, say);
}
