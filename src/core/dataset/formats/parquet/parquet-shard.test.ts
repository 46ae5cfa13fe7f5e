import fc from 'fast-check';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import type { Dataset } from '#core/dataset/dataset.ts';
import type { DatasetFiles } from '#core/dataset/dataset-files.ts';
import { sampleDatasetFiles } from '#core/dataset/sample-dataset-files.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import { datasetArbitrary } from '../sample-pictures.ts';
import { checkParquet } from './check-parquet.ts';

const { dataset } = assembleDataset(sampleRequest({ goldens: 3, perCell: 2, classNames: ['no, "x"', '💥'] }));
const filesOf = (dataset: Dataset): DatasetFiles => sampleDatasetFiles(dataset, { formats: ['parquet'] });
const shardsOf = ({ paths }: DatasetFiles): string[] => [...paths].filter((path) => path.startsWith('data/'));

type Row = {
  image: { bytes: Uint8Array; path: string };
  width: number;
  height: number;
  synthetic: boolean;
  objects: {
    category: number[];
    label: string[];
    area: number[];
    bbox: number[][];
    segmentation: number[][][];
  };
};

describe('parquetShard', () => {
  it('gives every picture and every instance back', async () => {
    await fc.assert(
      fc.asyncProperty(datasetArbitrary, async (dataset) => {
        const files = filesOf(dataset);
        const left = new Map(dataset.images.map((image) => [image.fileName, image]));
        for (const path of shardsOf(files)) {
          const file = (await files.readBytes(path)).slice().buffer;
          for (const row of (await parquetReadObjects({ file, utf8: false })) as Row[]) {
            const { id, width, height, split, instances } = left.get(row.image.path)!;
            left.delete(row.image.path);
            expect(path).toContain(`/${split}-`);
            expect(new TextDecoder().decode(row.image.bytes)).toBe(`picture ${id}`);
            const { objects } = row;
            expect(objects.segmentation.map(([ring]) => rasteriseRing(ring!, width, height))).toEqual(
              instances.map(({ region }) => regionsToMask([unpackRegion(region)], width, height)),
            );
            expect(objects.label).toEqual(
              instances.map(({ classIndex }) => dataset.classes[classIndex]!.name),
            );
            expect(objects.bbox).toEqual(
              instances.map(({ region: { box } }) => [box.x, box.y, box.width, box.height]),
            );
            expect([row.width, row.height, objects.area]).toEqual([
              width,
              height,
              instances.map(({ region }) => region.area),
            ]);
          }
        }
        expect(left.size).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('tells Hugging Face what the columns are, and writes row groups that fit in memory', async () => {
    const images = Array.from({ length: 110 }, (_, index) => ({
      ...dataset.images[0]!,
      id: index + 1,
      fileName: `a-${String(index).padStart(3, '0')}.png`,
    }));
    const files = filesOf({ ...dataset, images });
    const file = (await files.readBytes('data/train-00000-of-00001.parquet')).slice().buffer;
    const { row_groups, key_value_metadata } = await parquetMetadataAsync(file);
    expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([100, 10]);
    const { info } = JSON.parse(key_value_metadata![0]!.value!) as { info: { features: object } };
    expect(info.features).toMatchObject({
      image: { _type: 'Image' },
      objects: { area: { feature: { dtype: 'int32', _type: 'Value' }, _type: 'Sequence' } },
    });
  });

  it('is the same, byte for byte, whoever asks', async () => {
    const [one, other] = [filesOf(dataset), filesOf({ ...dataset })];
    for (const path of shardsOf(one)) expect(await one.readBytes(path)).toEqual(await other.readBytes(path));
  });
});

describe('checkParquet', () => {
  const problemsOf = async (change: (bytes: Uint8Array) => Uint8Array): Promise<string> => {
    const files = filesOf(dataset);
    const changed = { ...files, readBytes: async (path: string) => change(await files.readBytes(path)) };
    return (await checkParquet(changed)).map(({ message }) => message).join('\n');
  };

  it('finds nothing wrong with what is written', async () => {
    expect(await problemsOf((bytes) => bytes)).toBe('');
  });

  it('refuses what is broken', async () => {
    expect(await problemsOf((bytes) => bytes.subarray(0, -9))).toContain(
      'It is no Parquet file, or damaged.',
    );
    expect(await problemsOf(() => new Uint8Array(100))).toContain('It is no Parquet file, or damaged.');
    const text = (from: string, to: string) => (bytes: Uint8Array) =>
      Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');
    expect(await problemsOf(text('huggingface', 'somebodyelse'.slice(0, 11)))).toContain('damaged');
    const files = filesOf(dataset);
    const [first = '', ...others] = shardsOf(files);
    const renamed = new Set([first.replace('of-00001', 'of-00002'), ...others]);
    const moved = { ...files, paths: renamed, readBytes: async () => files.readBytes(first) };
    const found = (await checkParquet(moved)).map(({ message }) => message).join('\n');
    expect(found).toContain('are missing, or too many');
    expect(found).toContain('It is there twice.');
  });
});
