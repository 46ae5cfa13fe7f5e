import type { Dataset } from './dataset.ts';
import { type ExportFormat, exportFormats } from './export-format.ts';
import { type FormatOptions, readFormatOptions } from './format-options.ts';
import type { FormatLoss } from './formats/format-writer.ts';
import { formatWriters } from './formats/format-writers.ts';

/** What a format cannot carry. */
export type Loss = FormatLoss & { readonly format: ExportFormat };

/** Everything that an export would leave out or change, to be shown before it starts. */
export function listLosses(
  dataset: Dataset,
  formats: readonly ExportFormat[],
  options: FormatOptions = readFormatOptions(),
): Loss[] {
  const setting = { formats, options };
  return exportFormats
    .filter((format) => formats.includes(format))
    .flatMap((format) =>
      formatWriters[format]
        .losses(dataset, setting)
        .filter(({ count }) => count > 0)
        .map(({ message, count }) => ({ format, count, message })),
    );
}
