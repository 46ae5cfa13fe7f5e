import { type Dataset, type DatasetImage, isSynthetic, type SplitName } from '#core/dataset/dataset.ts';
import type { DescribedInstance } from '../describe-instances.ts';

/**
 * `metadata.jsonl` of one split: a line for each picture, all with the same keys. Readers take the types from the
 * first lines, and `[]` has none: so defects come first, and what is a number with a fraction somewhere has one everywhere.
 */
export function* imagefolderRows(
  dataset: Dataset,
  split: SplitName,
  instancesOf: (image: DatasetImage) => DescribedInstance[],
): Generator<string> {
  const images = dataset.images.filter((image) => image.split === split);
  const defects = images.filter(({ kind }) => kind === 'defect');
  for (const image of [...defects, ...images.filter(({ kind }) => kind === 'good')])
    yield `${row(dataset, image, instancesOf(image))}\n`;
}

function row(dataset: Dataset, image: DatasetImage, instances: readonly DescribedInstance[]): string {
  const { id, fileName, width, height, kind, provenance } = image;
  const facts = {
    file_name: fileName,
    image_id: id,
    width,
    height,
    kind,
    synthetic: isSynthetic(image),
    golden: provenance.golden,
  };
  const objects = [
    `"id":${JSON.stringify(instances.map((instance) => instance.id))}`,
    `"bbox":[${instances.map(({ bbox }) => floats(bbox)).join(',')}]`,
    `"category":${JSON.stringify(instances.map(({ classIndex }) => classIndex))}`,
    `"label":${JSON.stringify(instances.map(({ classIndex }) => dataset.classes[classIndex]!.name))}`,
    `"area":${JSON.stringify(instances.map(({ area }) => area))}`,
    `"segmentation":[${instances.map(({ ring }) => `[${floats(ring)}]`).join(',')}]`,
  ];
  return `${JSON.stringify(facts).slice(0, -1)},"objects":{${objects.join(',')}}}`;
}

/** `[1,2.5]` as `[1.0,2.5]`. */
function floats(values: readonly number[]): string {
  return `[${values.map((value) => (Number.isInteger(value) ? `${value}.0` : String(value))).join(',')}]`;
}
