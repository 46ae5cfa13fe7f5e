import { type Dataset, type DatasetImage, type SplitName, usedSplits } from '#core/dataset/dataset.ts';

export type Shard = {
  readonly split: SplitName;
  /** From 0 in its split. */
  readonly number: number;
  /** In the split. */
  readonly of: number;
  readonly images: readonly DatasetImage[];
};

/** Pixels as they are in memory, before compression: files are smaller, and never larger by more than their labels. */
const mostBytes = 256 * 1024 * 1024;
const mostPictures = 5000;

/** Files of several pictures for each split: bounded by what is known without reading any. */
export function dealShards(dataset: Dataset, order: readonly DatasetImage[] = dataset.images): Shard[] {
  return usedSplits(dataset).flatMap((split) => {
    const images = order.filter((image) => image.split === split);
    const groups = groupBySize(images, { mostBytes, mostPictures });
    return groups.map((group, number) => ({ split, number, of: groups.length, images: group }));
  });
}

/** In order; a picture that is too large for any group has one of its own. */
export function groupBySize(
  images: readonly DatasetImage[],
  most: { readonly mostBytes: number; readonly mostPictures: number },
): DatasetImage[][] {
  const groups: DatasetImage[][] = [];
  let room = 0;
  for (const image of images) {
    const size = image.width * image.height * 3;
    const group = groups.at(-1);
    if (group === undefined || size > room || group.length === most.mostPictures) {
      groups.push([image]);
      room = most.mostBytes - size;
    } else {
      group.push(image);
      room -= size;
    }
  }
  return groups;
}
