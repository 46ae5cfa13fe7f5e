import type { DatasetFiles, Problem } from '../dataset-files.ts';
import { exportFormats } from '../export-format.ts';
import type { FormatSetting } from './format-writer.ts';
import { formatWriters } from './format-writers.ts';

/** What is wrong with a written dataset of these formats; see `FormatWriter.check`. */
export async function checkFormats(files: DatasetFiles, setting: FormatSetting): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const format of exportFormats) {
    if (!setting.formats.includes(format)) continue;
    for (const { path, message } of await formatWriters[format].check(files, setting)) {
      problems.push({ path, message: `${format}: ${message}` });
    }
  }
  return problems;
}
