import type { Dataset } from './dataset.ts';
import type { DatasetFiles } from './dataset-files.ts';
import type { DatasetPlan, PlanOptions } from './plan-dataset.ts';
import type { ShardReader } from './planned-file.ts';
import { planDataset } from './plan-dataset.ts';

/** Its pictures are their numbers. */
export const sampleShardReader: ShardReader = {
  picture: async (imageId) => new TextEncoder().encode(`picture ${imageId}`),
  // Two bytes for the sides: samples are small.
  encodeGrey: ({ width, height, data }) => Uint8Array.of(width, height, ...data),
};

/** A planned dataset as if it were written, for tests; texts can be changed before they are read. */
export function sampleDatasetFiles(
  dataset: Dataset,
  options: PlanOptions,
  change: (path: string, text: string) => string | null = (_path, text) => text,
): DatasetFiles {
  const plan: DatasetPlan = planDataset(dataset, options);
  const texts = new Map<string, string>();
  const paths = new Set<string>();
  for (const { path, content } of plan.files) {
    const text = change(path, content.kind === 'text' ? [...content.chunks()].join('') : '');
    if (text === null) continue;
    paths.add(path);
    texts.set(path, text);
  }
  const contentOf = (path: string) =>
    [...plan.files].find((file) => file.path === path && paths.has(path))?.content;
  return {
    paths,
    isPresent: (path) => paths.has(path),
    readText: async (path) => texts.get(path)!,
    readBytes: async (path) => {
      const content = contentOf(path);
      if (content?.kind !== 'shard') return new TextEncoder().encode(texts.get(path));
      const pieces: Uint8Array[] = [];
      for await (const { bytes } of content.pieces(sampleShardReader)) pieces.push(bytes);
      return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
    },
    measurePicture: async (path) => {
      const content = contentOf(path);
      const image = content?.kind === 'picture' && dataset.images.find(({ id }) => id === content.imageId);
      return image ? { width: image.width, height: image.height } : null;
    },
    inspectPicture: async (name, bytes) => {
      const id = /^picture (\d+)$/.exec(new TextDecoder().decode(bytes))?.[1];
      const image = id === undefined ? undefined : dataset.images[Number(id) - 1];
      return image === undefined
        ? null
        : { width: image.width, height: image.height, isListed: image.fileName === name };
    },
    decodeGrey: async (bytes) => {
      const [width, height, data] = [bytes[0] ?? 0, bytes[1] ?? 0, bytes.slice(2)];
      return data.length === width * height ? { width, height, data } : null;
    },
    readGrey: async (path) => {
      const content = contentOf(path);
      return content?.kind === 'mask' ? content.draw() : null;
    },
  };
}
