import { findRegions } from '../annotation/find-regions.ts';
import { packRegion } from '../annotation/packed-region.ts';
import { createRandom } from '../random.ts';
import type { DatasetPicture, DatasetRequest } from './assemble-dataset.ts';
import type { DatasetInstance, Provenance } from './dataset.ts';

export const samplePhoto: Provenance = {
  origin: 'photo',
  sourceType: 'digitalCapture',
  generator: null,
  generatorVersion: null,
  prompt: null,
  seed: null,
  golden: 'golden-0',
  verdict: null,
};

/** Rectangles with a hole, for tests: `[left, top, width, height]` in pixels. */
export function sampleInstance(
  classIndex: number,
  [x, y, w, h]: readonly [number, number, number, number],
): DatasetInstance {
  const size = { width: x + w, height: y + h };
  const data = new Uint8Array(size.width * size.height);
  for (let row = y; row < y + h; row++) data.fill(255, row * size.width + x, row * size.width + x + w);
  if (w > 2 && h > 2) data[(y + 1) * size.width + x + 1] = 0;
  return { classIndex, region: packRegion(findRegions({ ...size, data })[0]!) };
}

/** `goldens` photos of 64 x 48, each with `perCell` pictures of every class, one instance each, for tests. */
export function sampleRequest(options: {
  goldens: number;
  perCell: number;
  classNames?: readonly string[];
  seed?: number;
}): DatasetRequest {
  const { goldens, perCell, classNames = ['scratch', 'dent'], seed = 7 } = options;
  const random = createRandom(`sample ${seed}`);
  const pictures: DatasetPicture[] = [];
  const base = { extension: 'png', width: 64, height: 48 } as const;
  for (let golden = 0; golden < goldens; golden++) {
    const goldenKey = `golden-${golden}`;
    const provenance = { ...samplePhoto, golden: goldenKey };
    pictures.push({
      ...base,
      key: goldenKey,
      label: goldenKey,
      kind: 'good',
      instances: [],
      goldenKey,
      provenance,
    });
    for (const [classIndex, name] of classNames.entries()) {
      for (let number = 0; number < perCell; number++) {
        const [width, height] = [random.integer(1, 20), random.integer(1, 20)];
        const place = [random.integer(0, 64 - width), random.integer(0, 48 - height), width, height] as const;
        pictures.push({
          ...base,
          key: `${goldenKey}/${classIndex}/${number}`,
          label: `${goldenKey} ${name}`,
          kind: 'defect',
          instances: [sampleInstance(classIndex, place)],
          goldenKey,
          provenance: {
            origin: 'generated',
            sourceType: 'compositeSynthetic',
            generator: 'renderer',
            generatorVersion: '1',
            prompt: `a ${name}`,
            seed: number,
            golden: goldenKey,
            verdict: 'approved',
          },
        });
      }
    }
  }
  return {
    name: 'Brackets',
    version: '1',
    createdAt: '2026-11-22T10:00:00Z',
    seed,
    classNames,
    pictures,
    ratios: { train: 0.8, val: 0.1, test: 0.1 },
  };
}
