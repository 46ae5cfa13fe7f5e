import type { DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import type { Provenance } from '#core/dataset/dataset.ts';

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
    provenance: { ...photographed(golden.name), verdict: null },
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
