import { z } from 'zod';
import { type ExportFormat, exportFormats } from './export-format.ts';
import { type FormatOptions, readFormatOptions } from './format-options.ts';

/** Says in every dataset how it was written: what a check goes by. */
export const exportRecordName = 'export.json';

const schema = z.object({
  formats: z.array(z.enum(exportFormats)).min(1),
  options: z.record(z.string(), z.string()),
});

export type ExportRecord = { readonly formats: readonly ExportFormat[]; readonly options: FormatOptions };

export function exportRecord({ formats, options }: ExportRecord): string {
  return `${JSON.stringify({ formats, options }, null, 2)}\n`;
}

/** `null` when it is none, or a later Red Rabbit's. */
export function readExportRecord(text: string): ExportRecord | null {
  try {
    const { formats, options } = schema.parse(JSON.parse(text));
    return { formats, options: readFormatOptions(options) };
  } catch {
    return null;
  }
}
