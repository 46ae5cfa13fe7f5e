import type fc from 'fast-check';
import { findRegions } from '#core/annotation/find-regions.ts';
import { maskArbitrary } from '#core/annotation/mask-arbitrary.ts';
import { packRegion } from '#core/annotation/packed-region.ts';
import { assembleDataset } from '#core/dataset/assemble-dataset.ts';
import type { Dataset } from '#core/dataset/dataset.ts';
import { type DatasetPlan, type PlanOptions, planDataset } from '#core/dataset/plan-dataset.ts';
import type { PlannedFile } from '#core/dataset/planned-file.ts';
import { sampleRequest } from '#core/dataset/sample-dataset.ts';

/** For tests: two golden images, and a picture whose mask is anything, its parts dealt out to two classes. */
export const datasetArbitrary: fc.Arbitrary<Dataset> = maskArbitrary
  .filter((mask) => mask.data.some((set) => set !== 0))
  .map((mask) => {
    const request = sampleRequest({ goldens: 2, perCell: 1, classNames: ['good', 'no, "x";\n💥'] });
    const pictures = request.pictures.map((picture) => {
      if (picture.kind === 'good') return { ...picture, width: mask.width, height: mask.height };
      const instances = findRegions(mask).map((region, index) => ({
        classIndex: index % 2,
        region: packRegion(region),
      }));
      return { ...picture, width: mask.width, height: mask.height, instances };
    });
    return assembleDataset({ ...request, pictures }).dataset;
  });

/** The content of a planned file, by its path; throws where it is of another kind. */
export function plannedFiles(
  dataset: Dataset,
  options: PlanOptions,
): {
  plan: DatasetPlan;
  paths: string[];
  text: (path: string) => string;
  content: <Kind extends PlannedFile['content']['kind']>(
    path: string,
    kind: Kind,
  ) => Extract<PlannedFile['content'], { kind: Kind }>;
} {
  const plan = planDataset(dataset, options);
  const content = <Kind extends PlannedFile['content']['kind']>(path: string, kind: Kind) => {
    const found = [...plan.files].find((file) => file.path === path)?.content;
    if (found?.kind !== kind) throw new Error(`${path} is no ${kind}, but ${found?.kind}`);
    return found as Extract<PlannedFile['content'], { kind: Kind }>;
  };
  return {
    plan,
    paths: Array.from(plan.files, ({ path }) => path),
    text: (path) => [...content(path, 'text').chunks()].join(''),
    content,
  };
}
