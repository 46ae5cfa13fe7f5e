import { z } from 'zod';
import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import {
  checkInstance,
  instanceShape,
  isPictureSize,
  sizeShape,
  tooManyPixels,
} from '../coco/check-instance.ts';
import { parseJson } from '../read-json.ts';
import { checkShardPicture } from '../check-shard-picture.ts';
import { readTar, type TarFile } from './read-tar.ts';

const sampleSchema = z
  .object({
    ...sizeShape,
    kind: z.enum(['good', 'defect']),
    annotations: z.array(z.object({ ...instanceShape, category_id: z.number().int().min(1) })),
  })
  .refine(isPictureSize, tooManyPixels);

/** Whole tars, of samples that hold a picture, a mask and a description each, and no key twice. */
export async function checkWebdataset(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const keys = new Set<string>();
  const shards = [...files.paths].filter((path) => path.startsWith('webdataset/'));
  if (shards.length === 0) problems.push({ path: 'webdataset', message: 'There is no shard in it.' });
  for (const path of shards) {
    const complain = (message: string): unknown => problems.push({ path, message });
    if (!/^webdataset\/(train|val|test)-\d{6}\.tar$/.test(path)) {
      complain('It is no shard.');
      continue;
    }
    let current = '';
    let parts = new Map<string, TarFile>();
    let count = 0;
    const endSample = async (): Promise<void> => {
      const [picture, description, mask] = ['picture', 'json', 'mask.png'].map((part) => parts.get(part));
      const say = (what: string): unknown => complain(`Sample ${current}: ${what}`);
      if (count === 3 && picture && description && mask)
        await checkSample(files, { picture, description, mask }, say);
      else if (count > 0) complain(`Sample ${current} is not a picture, a mask and a description.`);
      parts = new Map();
      count = 0;
    };
    for (const file of readTar(await files.readBytes(path))) {
      if (typeof file === 'string') {
        complain(`It ${file}.`);
        continue;
      }
      const dot = file.name.indexOf('.');
      const key = file.name.slice(0, dot);
      if (key !== current) {
        await endSample();
        if (keys.has(key)) complain(`Sample ${key} is there twice.`);
        keys.add(key);
        current = key;
      }
      const part = file.name.slice(dot + 1);
      parts.set(/^(png|jpg|webp)$/.test(part) ? 'picture' : part, file);
      count++;
    }
    await endSample();
  }
  return problems;
}

type Sample = { picture: TarFile; description: TarFile; mask: TarFile };

async function checkSample(
  files: DatasetFiles,
  { picture, description, mask }: Sample,
  complain: (message: string) => unknown,
): Promise<void> {
  const sample = parseJson(new TextDecoder().decode(description.bytes), sampleSchema, complain);
  if (sample === null) return;
  for await (const message of checkShardPicture(files, { ...sample, ...picture })) complain(message);
  const grey = await files.decodeGrey(mask.bytes);
  if (grey === null) complain('Its mask is no grey PNG.');
  else if (grey.width !== sample.width || grey.height !== sample.height)
    complain(`Its mask measures ${grey.width} x ${grey.height}, not ${sample.width} x ${sample.height}.`);
  else {
    const values = new Set(grey.data);
    values.delete(0);
    const named = new Set(sample.annotations.map(({ category_id: id }) => id));
    const stray = [...values].find((value) => !named.has(value));
    if (stray !== undefined) complain(`Its mask has the value ${stray}, which no annotation has.`);
    if (values.size === 0 && named.size > 0) complain('Nothing is marked in its mask.');
  }
  if ((sample.kind === 'good') !== (sample.annotations.length === 0))
    complain(`It is "${sample.kind}" with ${sample.annotations.length} annotations.`);
  for (const [index, annotation] of sample.annotations.entries()) {
    const wrong = checkInstance(annotation, sample);
    if (wrong !== null) complain(`Annotation ${index + 1} ${wrong}.`);
  }
}
