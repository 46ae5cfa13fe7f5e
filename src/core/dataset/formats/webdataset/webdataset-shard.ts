import { type Dataset, type DatasetImage, isSynthetic } from '#core/dataset/dataset.ts';
import type { ShardPiece, ShardReader } from '#core/dataset/planned-file.ts';
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
): AsyncGenerator<ShardPiece> {
  const modified = Math.floor(Date.parse(dataset.createdAt) / 1000);
  function* file(name: string, content: ShardPiece): Generator<ShardPiece> {
    const size = content.bytes.length;
    yield { bytes: tarHeader({ name, size, modified }) };
    yield content;
    yield { bytes: tarPadding(size) };
  }
  for (const image of images) {
    const key = stemOf(image.fileName);
    const { id: imageId } = image;
    yield* file(image.fileName, { imageId, bytes: await read.picture(imageId) });
    const description = new TextEncoder().encode(describe(dataset, image, instancesOf(image)));
    yield* file(`${key}.json`, { bytes: description });
    yield* file(`${key}.mask.png`, { bytes: read.encodeGrey(classMask(image).mask) });
  }
  // Two empty blocks end it.
  yield { bytes: new Uint8Array(2 * tarBlock) };
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
