import type { DatasetFiles, Problem } from '../dataset-files.ts';
import { AppError } from '#core/app-error.ts';
import { type ExportFormat, exportFormats } from '../export-format.ts';
import { exportRecordName } from '../export-record.ts';
import type { FormatSetting } from './format-writer.ts';
import { formatWriters } from './format-writers.ts';

/** What is wrong with a written dataset of these formats; see `FormatWriter.check`. */
export async function checkFormats(files: DatasetFiles, setting: FormatSetting): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const format of exportFormats) {
    if (!setting.formats.includes(format)) continue;
    for (const { path, message } of await check(files, format, setting)) {
      problems.push({ path, message: `${format}: ${message}` });
    }
  }
  return problems;
}

/** A file that nobody thought of, too long for a text or too deep for a parser, is broken too. */
async function check(files: DatasetFiles, format: ExportFormat, setting: FormatSetting): Promise<Problem[]> {
  try {
    return await formatWriters[format].check(files, setting);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return [{ path: exportRecordName, message: `What is written of it cannot be read (${reason}).` }];
  }
}
