import type { DatasetImage } from './dataset.ts';
import type { FileOfImage, FormatFiles, PlannedFile, PlannedFiles } from './planned-file.ts';

/** Not by locale: the order must be the same on every machine. */
const byPath = (a: PlannedFile, b: PlannedFile): number => (a.path < b.path ? -1 : 1);

/**
 * All of them by path. Those that pictures have are made while somebody goes through: 4 bytes of each are held, its place
 * in the order. Whether a picture has one, and what it is called, must be the same every time.
 */
export function orderFiles(
  images: readonly DatasetImage[],
  { files, perImage }: Required<FormatFiles>,
): PlannedFiles {
  const others = files.toSorted(byPath);
  const kinds = perImage.map((fileOf) => ({ fileOf, order: orderOf(images, fileOf) }));
  return {
    length: kinds.reduce((sum, { order }) => sum + order.length, others.length),
    [Symbol.iterator]: () =>
      merge([
        others.values(),
        ...kinds.map(({ fileOf, order }) => order.values().map((index) => fileOf(images[index]!)!)),
      ]),
  };
}

/** Indexes of the pictures that have such a file, by its path. */
function orderOf(images: readonly DatasetImage[], fileOf: FileOfImage): Uint32Array {
  const paths = images.map((image) => fileOf(image)?.path);
  const indexes = Uint32Array.from(paths.keys()).filter((index) => paths[index] !== undefined);
  return indexes.sort((a, b) => (paths[a]! < paths[b]! ? -1 : 1));
}

/** Each of them is in order, and so is what comes out. */
function* merge(streams: readonly Iterator<PlannedFile, unknown>[]): Generator<PlannedFile, undefined> {
  const next = (stream: Iterator<PlannedFile, unknown>): PlannedFile | null => {
    const result = stream.next();
    return result.done === true ? null : result.value;
  };
  const heads = streams.map(next);
  for (;;) {
    const first = heads.reduce<number>((best, file, nth) => {
      if (file === null) return best;
      return best < 0 || file.path < heads[best]!.path ? nth : best;
    }, -1);
    if (first < 0) return undefined;
    yield heads[first]!;
    heads[first] = next(streams[first]!);
  }
}
