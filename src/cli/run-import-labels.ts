import { AppError } from '#core/app-error.ts';
import { labelFormatNames } from '#core/dataset/import/labelled-picture.ts';
import { importLabels, type LabelImport } from '#services/import-labels/import-labels.ts';
import { withLabels } from '#services/import-labels/with-labels.ts';
import { requireName } from '#services/require-name.ts';
import { openReader } from '#open-reader.ts';
import type { ImportLabelsOptions } from './commands/import-labels.ts';
import { findBlueprintId } from './find-blueprint.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';
import { readSettings } from './settings.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

/** `redrabbit import-labels`. Returns the exit status. */
export async function runImportLabels(given: string, options: ImportLabelsOptions): Promise<number> {
  const settings = readSettings();
  const map = readMap(options.map);
  return untilInterrupted((signal) =>
    asUsage(() =>
      withLabels(given, async (folder) => {
        const actor = requireName('name', options.by);
        const reader = await openReader(settings);
        const startedAt = performance.now();
        let bar: ProgressBar | undefined;
        const onPicture = (done: number, total: number): void => {
          bar ??= createProgressBar(total, process.stderr, startedAt, 'pictures');
          bar.update(done);
        };
        try {
          const order = {
            folder,
            format: options.format ?? null,
            blueprintId: await findBlueprintId(reader.db, options.blueprint),
            map,
            golden: options.golden ?? null,
            approve: options.undecided !== true,
            actor,
            since: null,
            dryRun: options.dryRun === true,
          };
          const done = await importLabels(reader, order, { signal, onPicture });
          bar?.end();
          bar = undefined;
          if (options.json === true) console.log(JSON.stringify(done));
          else printSummary(done, order.dryRun);
          return done.problems.length === 0 ? 0 : 1;
        } finally {
          bar?.end();
          await reader.close();
        }
      }),
    ),
  );
}

function readMap(pairs: readonly string[]): Map<string, string> {
  return new Map(
    pairs.map((pair): [string, string] => {
      // Their names are theirs to choose; ours hold no sign of equality at the end of a class.
      const at = pair.lastIndexOf('=');
      if (at > 0 && at < pair.length - 1) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new UsageError(`--map takes theirs=ours, such as rayure=scratch, and not “${pair}”.`);
    }),
  );
}

/** What is wrong with the call itself. */
async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError && error.code === 'bad_request' ? new UsageError(error.message) : error;
  }
}

function printSummary(done: LabelImport, isDry: boolean): void {
  for (const { file, message } of done.problems) console.error(`left out: ${file}: ${message}`);
  const widest = Math.max(0, ...done.classes.map(({ label }) => label.length));
  for (const { label, marks, pictures, defect } of done.classes) {
    const to = defect === null ? 'no defect here, say --map' : defect.name;
    console.log(`${label.padEnd(widest)}  -> ${to}  (marks ${marks}, pictures ${pictures})`);
  }
  console.log(`labels read as ${labelFormatNames[done.format]}`);
  const rows: [string, number][] = [
    ['pictures that the labels name', done.pictures],
    [isDry ? '  would be imported' : '  imported', done.imported],
    ['  there already', done.unchanged],
    ['  without a mark, not imported', done.withoutMarks],
    ['marks that are boxes, filled whole', done.boxes],
    ['left out', done.problems.length],
  ];
  for (const [label, count] of rows) console.log(`${label.padEnd(36)}${count}`);
}
