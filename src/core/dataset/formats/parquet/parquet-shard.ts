import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { type Dataset, type DatasetImage, isSynthetic } from '#core/dataset/dataset.ts';
import type { ShardPiece, ShardReader } from '#core/dataset/planned-file.ts';
import { groupBySize } from '../deal-shards.ts';
import type { DescribedInstance } from '../describe-instances.ts';
import { namePictures } from './name-pictures.ts';
import { hubFeatures, parquetSchema } from './parquet-columns.ts';
import { PieceWriter } from './piece-writer.ts';

/** Of a row group, which is held in memory: pixels before compression. */
const group = { mostBytes: 32 * 1024 * 1024, mostPictures: 100 };

/** One Parquet file, a row for each picture, with its bytes as they are (huggingface.co/docs/datasets, "Image"). */
export async function* parquetShard(
  dataset: Dataset,
  images: readonly DatasetImage[],
  { read, instancesOf }: { read: ShardReader; instancesOf: (image: DatasetImage) => DescribedInstance[] },
): AsyncGenerator<ShardPiece> {
  const writer = new PieceWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: parquetSchema,
    codec: 'SNAPPY',
    // Of pictures they would be the pictures again.
    statistics: false,
    kvMetadata: [{ key: 'huggingface', value: hubFeatures(dataset) }],
    createdBy: 'Red Rabbit',
  });
  for (const rows of groupBySize(images, group)) {
    const pictures = [];
    for (const { id, fileName } of rows)
      pictures.push({ imageId: id, bytes: await read.picture(id), path: fileName });
    const column = (name: string, valueOf: (image: DatasetImage) => unknown) => ({
      name,
      data: rows.map(valueOf),
    });
    await parquet.write({
      columnData: [
        {
          name: 'image',
          data: pictures.map(({ bytes, path }) => ({ bytes, path })),
          encoding: 'PLAIN',
          codec: 'UNCOMPRESSED',
        },
        column('image_id', ({ id }) => id),
        column('width', ({ width }) => width),
        column('height', ({ height }) => height),
        column('kind', ({ kind }) => kind),
        column('synthetic', isSynthetic),
        column('golden', ({ provenance }) => provenance.golden),
        column('objects', (image) => objectsOf(dataset, instancesOf(image))),
      ],
      rowGroupSize: rows.length,
    });
    yield* namePictures(writer.take(), pictures);
  }
  await parquet.finish();
  yield* namePictures(writer.take(), []);
}

function objectsOf(dataset: Dataset, instances: readonly DescribedInstance[]): object {
  return {
    id: instances.map(({ id }) => id),
    bbox: instances.map(({ bbox }) => bbox),
    category: instances.map(({ classIndex }) => classIndex),
    label: instances.map(({ classIndex }) => dataset.classes[classIndex]!.name),
    area: instances.map(({ area }) => area),
    segmentation: instances.map(({ ring }) => [ring]),
  };
}
