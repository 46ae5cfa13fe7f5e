import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureMask } from '#core/annotation/mask.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import type { Dataset } from '#core/dataset/dataset.ts';
import type { DatasetFiles } from '#core/dataset/dataset-files.ts';
import { sampleDatasetFiles } from '#core/dataset/sample-dataset-files.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';
import { datasetArbitrary } from '../sample-pictures.ts';
import { checkWebdataset } from './check-webdataset.ts';

const { dataset } = assembleDataset(sampleRequest({ goldens: 3, perCell: 2 }));
const filesOf = (dataset: Dataset): DatasetFiles => sampleDatasetFiles(dataset, { formats: ['webdataset'] });
const shardsOf = ({ paths }: DatasetFiles): string[] =>
  [...paths].filter((path) => path.startsWith('webdataset/'));

/** By the tar of the system: names, and the bytes of one file. */
function tar(archive: Uint8Array, ...flags: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('tar', flags, { input: archive });
  expect([status, stderr.toString()]).toEqual([0, '']);
  return stdout;
}

type Sample = {
  width: number;
  height: number;
  annotations: { category_id: number; bbox: number[]; area: number; segmentation: number[][] }[];
};

describe('webdatasetShard', () => {
  it('is a tar of samples, as the tar of the system reads it', async () => {
    const files = filesOf(dataset);
    const keys: string[] = [];
    for (const path of shardsOf(files)) {
      const archive = await files.readBytes(path);
      const names = tar(archive, '-tf', '-').toString().trimEnd().split('\n');
      for (let at = 0; at < names.length; at += 3) {
        const key = names[at]!.slice(0, names[at]!.indexOf('.'));
        expect(names.slice(at, at + 3)).toEqual([`${key}.png`, `${key}.json`, `${key}.mask.png`]);
        keys.push(key);
      }
      const { id, file_name } = JSON.parse(tar(archive, '-xOf', '-', names[1]!).toString()) as {
        id: number;
        file_name: string;
      };
      expect(tar(archive, '-xOf', '-', file_name).toString()).toBe(`picture ${id}`);
      expect(tar(archive, '--utc', '--full-time', '-tvf', '-').toString()).toContain('2026-11-22 10:00:00');
      expect(archive.length % 512).toBe(0);
    }
    expect(keys.toSorted()).toEqual(dataset.images.map(({ fileName }) => fileName.slice(0, -4)).toSorted());
    expect(keys).not.toEqual(keys.toSorted());
  });

  it('gives every instance back from its outline', async () => {
    await fc.assert(
      fc.asyncProperty(datasetArbitrary, async (dataset) => {
        const files = filesOf(dataset);
        for (const path of shardsOf(files)) {
          const bytes = await files.readBytes(path);
          // Names and sizes are where the standard has them.
          for (let at = 0; bytes[at] !== 0;) {
            const field = (from: number, length: number): string =>
              new TextDecoder().decode(bytes.subarray(at + from, at + from + length)).replaceAll('\0', '');
            const size = Number.parseInt(field(124, 12), 8);
            const content = bytes.subarray(at + 512, at + 512 + size);
            const image = dataset.images.find(
              ({ fileName }) => field(0, 100) === `${fileName.slice(0, -4)}.json`,
            );
            if (image !== undefined) {
              const read = JSON.parse(new TextDecoder().decode(content)) as Sample;
              const { width, height } = read;
              const masks = read.annotations.map(({ segmentation }) =>
                rasteriseRing(segmentation[0]!, width, height),
              );
              expect(masks).toEqual(
                image.instances.map(({ region }) => regionsToMask([unpackRegion(region)], width, height)),
              );
              read.annotations.forEach(({ bbox, area }, index) => {
                const { box, area: expected } = measureMask(masks[index]!)!;
                expect([bbox, area]).toEqual([[box.x, box.y, box.width, box.height], expected]);
              });
            }
            at += 512 + Math.ceil(size / 512) * 512;
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is the same, byte for byte, whoever asks', async () => {
    const [one, other] = [filesOf(dataset), filesOf({ ...dataset })];
    for (const path of shardsOf(one)) expect(await one.readBytes(path)).toEqual(await other.readBytes(path));
  });
});

describe('checkWebdataset', () => {
  const problemsOf = async (change: (bytes: Uint8Array) => Uint8Array): Promise<string> => {
    const files = filesOf(dataset);
    const changed: DatasetFiles = {
      ...files,
      readBytes: async (path) => change(await files.readBytes(path)),
    };
    return (await checkWebdataset(changed)).map(({ message }) => message).join('\n');
  };
  const replace =
    (from: string, to: string) =>
    (bytes: Uint8Array): Uint8Array =>
      Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');

  it('finds nothing wrong with what is written', async () => {
    expect(await problemsOf((bytes) => bytes)).toBe('');
  });

  it('refuses what is broken', async () => {
    expect(await problemsOf((bytes) => bytes.subarray(0, bytes.length - 1024))).toContain('It is cut off.');
    expect(await problemsOf((bytes) => bytes.subarray(0, 700))).toContain('It is cut off.');
    expect(await problemsOf(replace('ustar', 'USTAR'))).toContain('It has a damaged header.');
    expect(await problemsOf(replace('.mask.png', '.mosk.png'))).toContain('It has a damaged header.');
    expect(await problemsOf(replace('"kind":"defect"', '"kind":"good"  '))).toContain(
      'It is "good" with 1 annotations.',
    );
    expect(await problemsOf((bytes) => Buffer.concat([bytes.subarray(0, -1024), bytes]))).toMatch(
      /Sample .* is there twice/,
    );
    expect(await problemsOf((bytes) => bytes.subarray(1024))).toContain('is not a picture, a mask and');
  });
});
