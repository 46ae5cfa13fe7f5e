import { type Dataset, isSynthetic, type SplitName, usedSplits } from './dataset.ts';
import { yamlText } from './formats/yolo/yaml-text.ts';

const hubSplits: Record<SplitName, string> = { train: 'train', val: 'validation', test: 'test' };

/** By number of rows, in Hugging Face's own words. */
const sizes: [below: number, name: string][] = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
  [Infinity, '1M<n<10M'],
];

/**
 * The YAML at the head of a dataset card (huggingface.co/docs/hub/datasets-cards), with the first of the formats that can
 * be read there; empty where there is none. The licence is the owner's to say.
 */
export function hubHead(dataset: Dataset, hubFiles: readonly ((split: SplitName) => string)[]): string {
  const [filesOf] = hubFiles;
  if (filesOf === undefined) return '';
  const { images, name } = dataset;
  const lines = [
    '---',
    `pretty_name: ${yamlText(name)}`,
    'license: unknown',
    'task_categories:',
    '- object-detection',
    '- image-segmentation',
    'tags:',
    ...(images.some(isSynthetic) ? ['- synthetic'] : []),
    '- visual-inspection',
    'size_categories:',
    `- ${sizes.find(([below]) => images.length < below)![1]}`,
    'configs:',
    '- config_name: default',
    '  data_files:',
    ...usedSplits(dataset).flatMap((split) => [
      `  - split: ${hubSplits[split]}`,
      `    path: ${yamlText(filesOf(split))}`,
    ]),
    '---',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
