import { type Dataset, type DatasetImage, isSynthetic } from './dataset.ts';
import { noPapers } from './papers.ts';

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
  const papers = provenance.papers ?? noPapers;
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
    xmp_source_type: papers.xmpSourceType,
    generator: provenance.generator,
    generator_version: provenance.generatorVersion,
    model: papers.model,
    prompt: provenance.prompt,
    prompt_sha256: papers.promptSha256,
    other_prompts: provenance.otherPrompts ?? [],
    seed: provenance.seed,
    golden: provenance.golden,
    golden_origin: provenance.goldenOrigin ?? 'photo',
    golden_sha256: papers.goldenSha256,
    created_at: papers.createdAt,
    mask_origin: papers.maskOrigin,
    verdict: provenance.verdict,
    approver: papers.approver,
    approved_at: papers.approvedAt,
    credentials_sha256: papers.credentialsSha256,
  };
}
