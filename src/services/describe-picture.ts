import { createHash } from 'node:crypto';
import type { DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import type { Provenance } from '#core/dataset/dataset.ts';
import { noPapers } from '#core/dataset/papers.ts';
import type { MadeFromWords } from '#db/goldens.ts';

export function sha256OfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A file's name without its extension. */
export function stem(name: string): string {
  return name.replace(/\.(jpe?g|png|webp)$/i, '');
}

/** A golden image as a picture of a good part. */
export function goodPicture(golden: {
  key: string;
  name: string;
  hash: string;
  width: number;
  height: number;
  made?: MadeFromWords | null;
  source_type?: string | null;
  credentials_hash?: string | null;
  created_at?: Date;
}): DatasetPicture {
  return {
    key: golden.key,
    label: `${stem(golden.name)} good`,
    extension: 'png',
    width: golden.width,
    height: golden.height,
    kind: 'good',
    instances: [],
    goldenKey: golden.key,
    sha256: golden.hash,
    provenance: {
      ...originOf(golden),
      verdict: null,
      papers: {
        ...noPapers,
        model: golden.made?.model ?? null,
        promptSha256: golden.made ? sha256OfText(golden.made.words) : null,
        goldenSha256: golden.hash,
        createdAt: golden.created_at?.toISOString() ?? null,
        xmpSourceType: golden.source_type ?? null,
        credentialsSha256: golden.credentials_hash ?? null,
      },
    },
  };
}

/** Where a picture comes from that no algorithm made. */
export function photographed(golden: string): Omit<Provenance, 'verdict'> {
  return {
    origin: 'photo',
    sourceType: 'digitalCapture',
    generator: null,
    generatorVersion: null,
    prompt: null,
    seed: null,
    golden,
  };
}

/** Of a golden image as it is: a photo, or made from words. */
function originOf({
  name,
  made,
}: {
  name: string;
  made?: MadeFromWords | null;
}): Omit<Provenance, 'verdict'> {
  if (!made) return photographed(name);
  return {
    ...photographed(name),
    goldenOrigin: 'made-from-words',
    origin: 'made-from-words',
    sourceType: 'trainedAlgorithmicMedia',
    generator: made.generator,
    generatorVersion: made.model,
    prompt: made.words,
    seed: made.seed,
  };
}
