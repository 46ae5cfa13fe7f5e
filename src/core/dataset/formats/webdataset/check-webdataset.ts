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
import { readTar } from './read-tar.ts';

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
    let parts: string[] = [];
    const endSample = (): void => {
      const found = parts.map((part) => (/^(png|jpg|webp)$/.test(part) ? 'picture' : part)).toSorted();
      if (current !== '' && found.join(' ') !== 'json mask.png picture')
        complain(`Sample ${current} is not a picture, a mask and a description.`);
      parts = [];
    };
    for (const file of readTar(await files.readBytes(path))) {
      if (typeof file === 'string') {
        complain(`It ${file}.`);
        continue;
      }
      const dot = file.name.indexOf('.');
      const key = file.name.slice(0, dot);
      if (key !== current) {
        endSample();
        if (keys.has(key)) complain(`Sample ${key} is there twice.`);
        keys.add(key);
        current = key;
      }
      parts.push(file.name.slice(dot + 1));
      if (file.name.endsWith('.json')) checkSample(file.bytes, (what) => complain(`Sample ${key}: ${what}`));
    }
    endSample();
  }
  return problems;
}

function checkSample(bytes: Uint8Array, complain: (message: string) => unknown): void {
  const sample = parseJson(new TextDecoder().decode(bytes), sampleSchema, complain);
  if (sample === null) return;
  if ((sample.kind === 'good') !== (sample.annotations.length === 0))
    complain(`It is "${sample.kind}" with ${sample.annotations.length} annotations.`);
  for (const [index, annotation] of sample.annotations.entries()) {
    const wrong = checkInstance(annotation, sample);
    if (wrong !== null) complain(`Annotation ${index + 1} ${wrong}.`);
  }
}
