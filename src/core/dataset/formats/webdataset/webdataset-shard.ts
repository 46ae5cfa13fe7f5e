import { type Dataset, type DatasetImage, isSynthetic } from '#core/dataset/dataset.ts';
import type { ShardReader } from '#core/dataset/planned-file.ts';
import type { DescribedInstance } from '../describe-instances.ts';
import { classMask } from '../masks/class-mask.ts';
import { stemOf } from '../stem-of.ts';
import { tarBlock, tarHeader, tarPadding } from './tar-header.ts';

/**
 * A tar of samples, one after the other: `KEY.png`, `KEY.mask.png` (values as in `masks`) and `KEY.json`. A key is what
 * stands before the first dot, so there is none in it.
 */
export async function* webdatasetShard(
  dataset: Dataset,
  images: readonly DatasetImage[],
  { read, instancesOf }: { read: ShardReader; instancesOf: (image: DatasetImage) => DescribedInstance[] },
): AsyncGenerator<Uint8Array> {
  const modified = Math.floor(Date.parse(dataset.createdAt) / 1000);
  function* file(name: string, content: Uint8Array): Generator<Uint8Array> {
    yield tarHeader({ name, size: content.length, modified });
    yield content;
    yield tarPadding(content.length);
  }
  for (const image of images) {
    const key = stemOf(image.fileName);
    yield* file(image.fileName, await read.picture(image.id));
    yield* file(`${key}.json`, new TextEncoder().encode(describe(dataset, image, instancesOf(image))));
    yield* file(`${key}.mask.png`, read.encodeGrey(classMask(image).mask));
  }
  // Two empty blocks end it.
  yield new Uint8Array(2 * tarBlock);
}

function describe(dataset: Dataset, image: DatasetImage, instances: readonly DescribedInstance[]): string {
  const { id, fileName, width, height, kind, provenance } = image;
  const description = {
    id,
    file_name: fileName,
    width,
    height,
    kind,
    synthetic: isSynthetic(image),
    source_type: provenance.sourceType,
    annotations: instances.map(({ id, classIndex, bbox, area, ring }) => ({
      id,
      category_id: classIndex + 1,
      category: dataset.classes[classIndex]!.name,
      bbox,
      area,
      segmentation: [ring],
    })),
  };
  return JSON.stringify(description);
}
