import { AppError } from '#core/app-error.ts';
import { createGate } from '#create-gate.ts';
import { openReader } from '#open-reader.ts';
import { familyViews } from '#services/family-views.ts';
import { openLegacyFolder } from '#services/import-legacy/legacy-folder.ts';
import { importLegacy, type LegacyImport } from '#services/import-legacy/import-legacy.ts';
import type { ImportLegacyOptions } from './commands/import-legacy.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';
import { readSettings } from './settings.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

/** `redrabbit import-legacy`. Returns the exit status. */
export async function runImportLegacy(folder: string, options: ImportLegacyOptions): Promise<number> {
  const settings = readSettings();
  // Before anything else: where there is nothing to import, no database is made.
  const files = await asUsage(() => openLegacyFolder(folder));
  return untilInterrupted(async (signal) => {
    const reader = await openReader(settings, { mayCreate: true });
    const startedAt = performance.now();
    let bar: ProgressBar | undefined;
    const onFile = (done: number, total: number): void => {
      bar ??= createProgressBar(total, process.stderr, startedAt, 'files');
      bar.update(done);
    };
    try {
      const context = { ...reader, families: familyViews, intake: createGate(1) };
      const order = { folder: files, project: options.project };
      const done = await asUsage(() => importLegacy(context, order, { signal, onFile }));
      bar?.end();
      bar = undefined;
      if (options.json === true) console.log(JSON.stringify(done));
      else printSummary(done);
      return done.problems.length === 0 ? 0 : 1;
    } finally {
      bar?.end();
      await reader.close();
    }
  });
}

/** What is wrong with the call itself. */
async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isWrong = error instanceof AppError && ['not_found', 'bad_request'].includes(error.code);
    throw isWrong ? new UsageError(error.message) : error;
  }
}

function printSummary(done: LegacyImport): void {
  for (const { file, message } of done.problems) console.error(`left out: ${file}: ${message}`);
  for (const { file, message } of done.notes) console.error(`note: ${file}: ${message}`);
  const rows: [string, number][] = [
    ['files', done.files],
    ['  imported', done.imported],
    ['  imported before, completed now', done.completed],
    ['  imported before, nothing new', done.unchanged],
    ['  imported before, deleted since', done.deleted],
    ['  not readable', done.skipped],
    ['golden images', done.goldens],
    ['defects', done.defects],
    ['prompts', done.prompts],
    ['pictures to decide on', done.pictures],
    ['jobs without a picture, not imported', done.unfinishedJobs],
    ['suggestions nobody chose, not imported', done.notChosen],
    ['parts left out', done.problems.length],
  ];
  const widest = Math.max(...rows.map(([label]) => label.length));
  console.log(`Project ${done.project}`);
  for (const [label, count] of rows) console.log(`${label.padEnd(widest)}  ${count}`);
}
