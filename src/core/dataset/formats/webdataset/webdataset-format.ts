import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';
import type { PlannedFile } from '#core/dataset/planned-file.ts';
import { createRandom } from '#core/random.ts';
import { countOf } from '../count-of.ts';
import { dealShards, type Shard } from '../deal-shards.ts';
import { describeInstances } from '../describe-instances.ts';
import type { FormatWriter } from '../format-writer.ts';
import { checkClassCount } from '../masks/class-mask.ts';
import { simplifiedLoss } from '../simplified-loss.ts';
import { checkWebdataset } from './check-webdataset.ts';
import { webdatasetShard } from './webdataset-shard.ts';

/** Tars that are read from front to back, also from afar: pictures, class masks and instances of some hundreds at a time. */
export const webdatasetFormat: FormatWriter = {
  entries: ['webdataset'],
  sharesPictures: () => false,
  plan: (dataset, { options }) => {
    checkClassCount(dataset);
    const instancesOf = describeInstances(dataset, options);
    const files = dealShards(dataset, shuffled(dataset)).map(({ images, ...shard }): PlannedFile => ({
      path: pathOf(shard),
      content: {
        kind: 'shard',
        imageIds: images.map(({ id }) => id),
        pieces: (read) => webdatasetShard(dataset, images, { read, instancesOf }),
      },
    }));
    return { files };
  },
  warnings: (_dataset, { formats }) =>
    formats.length > 1 ? ['WebDataset: has its own copy of the pictures, in webdataset/.'] : [],
  card: (dataset) => {
    const last = new Map(dealShards(dataset).map((shard) => [shard.split, shard]));
    return [
      '- **WebDataset**: `wds.WebDataset("webdataset/<split>-{000000..NNNNNN}.tar").decode("pil").to_tuple("png", "mask.png", "json")`,',
      `  with ${[...last.values()].map(({ split, of }) => `${countOf(of, 'shard')} of \`${split}\``).join(', ')}. Pictures are shuffled. \`mask.png\` holds class numbers (\`category_id\`), and`,
      '  `json` the instances as COCO has them. `pil` makes RGB of each: the three channels of `mask.png` are the same.',
    ];
  },
  hubFiles: (split) => `webdataset/${split}-*.tar`,
  // What a class mask does not tell is in the instances beside it.
  losses: (dataset, { options }) => [simplifiedLoss(dataset, options)],
  check: checkWebdataset,
};

function pathOf({ split, number }: Pick<Shard, 'split' | 'number'>): string {
  return `webdataset/${split}-${String(number).padStart(6, '0')}.tar`;
}

/** Readers take the samples as they come. By the version's seed: the same every time (Durstenfeld's shuffle). */
function shuffled({ seed, version, images }: Dataset): DatasetImage[] {
  const random = createRandom(`webdataset ${seed} ${version}`);
  const order = [...images];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
