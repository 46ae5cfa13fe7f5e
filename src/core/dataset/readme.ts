import { type Dataset, isSynthetic, splitNames } from './dataset.ts';
import type { Health } from './health/health.ts';
import { healthTable, leakSentence } from './health/health-table.ts';
import { markdownText as plain } from './markdown-text.ts';

/** The dataset's card: what it is, how much of it, how to load it. */
export function datasetReadme(
  dataset: Dataset,
  {
    loading,
    notes,
    health,
  }: {
    /** Markdown, a list item for each format. */
    readonly loading: readonly string[];
    /** Warnings worth keeping, plain text. */
    readonly notes: readonly string[];
    readonly health?: Health | undefined;
  },
): string {
  const synthetic = dataset.images.filter(isSynthetic).length;
  const good = dataset.images.filter(({ kind }) => kind === 'good');
  const fromWords = dataset.images.filter(({ provenance }) => provenance.origin === 'made-from-words').length;
  const varied = good.filter(isSynthetic).length - fromWords;
  const lines = [
    `# ${plain(dataset.name)}, version ${plain(dataset.version)}`,
    '',
    `${dataset.images.length} pictures for visual inspection: ${synthetic} synthetic (put together from a picture of a good part` +
      `${fromWords === 0 ? '' : `, ${fromWords} of them golden images that were themselves made from words`}), ` +
      `${dataset.images.length - synthetic} real, ${good.length} of good parts without any defect` +
      `${varied === 0 ? '' : ` (${varied} of them synthetic: with marks too faint to be a defect, to learn what to ignore)`}. ` +
      `Made with Red Rabbit on ${new Date(dataset.createdAt).toISOString().slice(0, 10)}, seed ${plain(String(dataset.seed))}.`,
    '',
    '`manifest.jsonl` says of every picture where it comes from. A mask is exact to the pixel: boxes are tight,',
    'areas count pixels, and pixel (x, y) covers the square from (x, y) to (x + 1, y + 1).',
    '',
    '## Pictures',
    '',
    ...countTable(dataset),
    '',
    ...(health === undefined ? [] : healthSection(health)),
    '## Loading',
    '',
    ...loading,
  ];
  if (notes.length > 0) lines.push('', '## Mind', '', ...notes.map((note) => `- ${plain(note)}`));
  return `${lines.join('\n')}\n`;
}

function healthSection(health: Health): string[] {
  const [head, ...rows] = healthTable(health).map(
    (row) => `| ${row.map((cell) => plain(cell)).join(' | ')} |`,
  );
  return [
    '## Health',
    '',
    head!,
    '|---|---|---|---|',
    ...rows,
    '',
    'Size is the square root of a mark’s area. Contrast is in units of the surface’s own variation, where it was measured.',
    leakSentence(health),
    '',
  ];
}

function countTable(dataset: Dataset): string[] {
  const rows = [
    ...dataset.classes.map(({ index, name }) => {
      const counts = splitNames.map(
        (split) =>
          dataset.images.filter(
            (image) =>
              image.split === split && image.instances.some(({ classIndex }) => classIndex === index),
          ).length,
      );
      return `| ${plain(name)} | ${counts.join(' | ')} |`;
    }),
    `| good | ${splitNames
      .map((split) => dataset.images.filter((image) => image.split === split && image.kind === 'good').length)
      .join(' | ')} |`,
  ];
  return [`| class | ${splitNames.join(' | ')} |`, '|---|---|---|---|', ...rows];
}
