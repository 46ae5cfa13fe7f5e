import { type Dataset, type DatasetImage, isSynthetic } from './dataset.ts';

/** `manifest.jsonl`: where every picture comes from, one JSON object a line, keys always the same. */
export function* manifestLines(
  dataset: Dataset,
  /** Of a picture's file in the dataset, the first if it has several; in a shard where it has none. */
  pathOf: (image: DatasetImage) => string,
): Generator<string> {
  for (const image of dataset.images) yield `${JSON.stringify(describe(dataset, image, pathOf(image)))}\n`;
}

function describe(dataset: Dataset, image: DatasetImage, file: string): object {
  const { provenance, instances } = image;
  const classes = new Set(instances.map(({ classIndex }) => classIndex));
  return {
    file,
    id: image.id,
    split: image.split,
    kind: image.kind,
    classes: dataset.classes.filter(({ index }) => classes.has(index)).map(({ name }) => name),
    instances: instances.length,
    width: image.width,
    height: image.height,
    sha256: image.sha256,
    synthetic: isSynthetic(image),
    origin: provenance.origin,
    source_type: provenance.sourceType,
    generator: provenance.generator,
    generator_version: provenance.generatorVersion,
    prompt: provenance.prompt,
    other_prompts: provenance.otherPrompts ?? [],
    seed: provenance.seed,
    golden: provenance.golden,
    golden_origin: provenance.goldenOrigin ?? 'photo',
    verdict: provenance.verdict,
  };
}
