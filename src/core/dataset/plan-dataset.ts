import { checkDataset } from './check-dataset.ts';
import type { Dataset } from './dataset.ts';
import { type ExportFormat, exportFormats } from './export-format.ts';
import { exportRecord, exportRecordName } from './export-record.ts';
import { type FormatOptions, readFormatOptions } from './format-options.ts';
import { formatWriters } from './formats/format-writers.ts';
import type { Health } from './health/health.ts';
import { hubHead } from './hub-head.ts';
import { manifestLines } from './manifest.ts';
import { orderFiles } from './order-files.ts';
import { pictureFile } from './picture-file.ts';
import { pathsOfPictures } from './paths-of-pictures.ts';
import { type PlannedFiles, textFile } from './planned-file.ts';
import { datasetReadme } from './readme.ts';

export type DatasetPlan = { readonly files: PlannedFiles; readonly warnings: readonly string[] };

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
  const planned = writers.map((writer) => writer.plan(dataset, setting));
  const formatFiles = planned.flatMap(({ files = [] }) => files);
  const perImage = planned.flatMap((each) => each.perImage ?? []);
  if (writers.some((writer) => writer.sharesPictures(setting))) perImage.push(pictureFile('images'));
  const hubFiles = writers.flatMap((writer) => writer.hubFiles ?? []);
  const loading = writers.flatMap((writer) => writer.card(dataset, setting));
  const papers = [
    textFile('manifest.jsonl', () =>
      manifestLines(dataset, pathsOfPictures({ files: formatFiles, perImage })),
    ),
    textFile(exportRecordName, () => [exportRecord(setting)]),
    textFile('README.md', () => [
      `${hubHead(dataset, hubFiles)}${datasetReadme(dataset, { loading, notes, health })}`,
    ]),
  ];
  const files = orderFiles(dataset.images, { files: [...formatFiles, ...papers], perImage });
  const warnings = new Set(writers.flatMap((writer) => writer.warnings(dataset, setting)));
  return { files, warnings: [...warnings] };
}
