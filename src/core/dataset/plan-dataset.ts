import { checkDataset } from './check-dataset.ts';
import type { Dataset } from './dataset.ts';
import { type ExportFormat, exportFormats } from './export-format.ts';
import { exportRecord, exportRecordName } from './export-record.ts';
import { type FormatOptions, readFormatOptions } from './format-options.ts';
import { formatWriters } from './formats/format-writers.ts';
import type { Health } from './health/health.ts';
import { hubHead } from './hub-head.ts';
import { manifestLines } from './manifest.ts';
import { type PlannedFile, textFile } from './planned-file.ts';
import { datasetReadme } from './readme.ts';

export type DatasetPlan = { readonly files: readonly PlannedFile[]; readonly warnings: readonly string[] };

export type PlanOptions = {
  readonly formats: readonly ExportFormat[];
  /** Left out: the default of each. */
  readonly formatOptions?: FormatOptions;
  /** Sentences for the card, e.g. the warnings of the split. */
  readonly notes?: readonly string[];
  /** For the card. */
  readonly health?: Health;
};

/**
 * Every file of an export, by path: what a folder and a ZIP are both written from. Texts are made when they
 * are read. The same dataset and options give the same files, byte for byte.
 *
 * Pictures are in `images/<split>/`, once for all formats whose readers can find them there.
 */
export function planDataset(dataset: Dataset, { notes = [], health, ...options }: PlanOptions): DatasetPlan {
  checkDataset(dataset);
  const formats = exportFormats.filter((format) => options.formats.includes(format));
  const setting = { formats, options: options.formatOptions ?? readFormatOptions() };
  const writers = formats.map((format) => formatWriters[format]);
  const files: PlannedFile[] = writers.flatMap((writer) => writer.plan(dataset, setting));
  if (writers.some((writer) => writer.sharesPictures(setting))) {
    for (const { id, split, fileName } of dataset.images) {
      files.push({ path: `images/${split}/${fileName}`, content: { kind: 'picture', imageId: id } });
    }
  }
  // Not by locale: the order must be the same on every machine.
  const byPath = (a: PlannedFile, b: PlannedFile): number => (a.path < b.path ? -1 : 1);
  files.sort(byPath);
  const places = new Map<number, string>();
  const names = new Map(dataset.images.map(({ id, fileName }) => [id, fileName]));
  for (const { path, content } of files.toReversed()) {
    if (content.kind === 'picture' && places.get(content.imageId)?.startsWith('images/') !== true)
      places.set(content.imageId, path);
  }
  for (const { path, content } of files) {
    if (content.kind !== 'shard') continue;
    // As if the shard was a folder: there is no such file, and whoever looks for one finds the shard.
    for (const id of content.imageIds) if (!places.has(id)) places.set(id, `${path}/${names.get(id)!}`);
  }
  const hubFiles = writers.flatMap((writer) => writer.hubFiles ?? []);
  const loading = writers.flatMap((writer) => writer.card(dataset, setting));
  files.push(
    textFile('manifest.jsonl', () => manifestLines(dataset, (image) => places.get(image.id)!)),
    textFile(exportRecordName, () => [exportRecord(setting)]),
    textFile('README.md', () => [
      `${hubHead(dataset, hubFiles)}${datasetReadme(dataset, { loading, notes, health })}`,
    ]),
  );
  files.sort(byPath);
  const warnings = new Set(writers.flatMap((writer) => writer.warnings(dataset, setting)));
  return { files, warnings: [...warnings] };
}
