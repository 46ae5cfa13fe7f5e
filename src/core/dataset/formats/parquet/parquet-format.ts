import type { PlannedFile } from '#core/dataset/planned-file.ts';
import { dealShards, type Shard } from '../deal-shards.ts';
import { describeInstances } from '../describe-instances.ts';
import type { FormatWriter } from '../format-writer.ts';
import { simplifiedLoss } from '../simplified-loss.ts';
import { checkParquet } from './check-parquet.ts';
import { parquetShard } from './parquet-shard.ts';

/** Hugging Face's own form of a dataset: tables that hold the pictures. */
export const parquetFormat: FormatWriter = {
  entries: ['data'],
  sharesPictures: () => false,
  plan: (dataset, { options }) => {
    const instancesOf = describeInstances(dataset, options);
    const files = dealShards(dataset).map(({ images, ...shard }): PlannedFile => ({
      path: pathOf(shard),
      content: {
        kind: 'shard',
        imageIds: images.map(({ id }) => id),
        pieces: (read) => parquetShard(dataset, images, { read, instancesOf }),
      },
    }));
    return { files };
  },
  warnings: (_dataset, { formats }) =>
    formats.length > 1 ? ['Parquet: has its own copy of the pictures, in data/.'] : [],
  card: ({ classes }) => [
    '- **Parquet** (Hugging Face): `load_dataset(".")` in this folder, or the files in `data/` with any reader: `image.bytes` is the',
    '  picture as it is. `objects` has `bbox` (left, top, width, height in pixels), `segmentation`, `area`, and `category`,',
    `  from 0 to ${classes.length - 1}, with its \`label\`.`,
  ],
  hubFiles: (split) => `data/${split}-*.parquet`,
  losses: (dataset, { options }) => [simplifiedLoss(dataset, options)],
  check: checkParquet,
};

function pathOf({ split, number, of }: Pick<Shard, 'split' | 'number' | 'of'>): string {
  const five = (value: number): string => String(value).padStart(5, '0');
  return `data/${split}-${five(number)}-of-${five(of)}.parquet`;
}
