import { basename, resolve } from 'node:path';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { AppError } from '#core/app-error.ts';
import { parseFormats } from '#core/dataset/export-format.ts';
import { readFormatOptions } from '#core/dataset/format-options.ts';
import { parseHoldOut } from '#core/dataset/hold-out.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import { type MakeOrder, makeDataset, variationsOnTop } from '#services/make-dataset.ts';
import { creationDate } from './creation-date.ts';
import { findForegrounds } from './read-foreground.ts';
import { withCutOuts } from './read-cut-outs.ts';
import { findGoldens } from './find-goldens.ts';
import { defaultCount, type MakeOptions, mostPictures } from './make-options.ts';
import { openOutput } from './open-output.ts';
import { createProgressBar } from './progress-bar.ts';
import { readDefects } from './read-defects.ts';
import { readGoldens } from './read-goldens.ts';
import { fitToRealSamples } from './read-real-samples.ts';
import { countPictures, makeReportJson, makeReportLine } from './report-make.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

/** `redrabbit make`. Returns the exit status: 1 when a photo or a picture is missing. */
export async function runMake(options: MakeOptions): Promise<number> {
  if (options.count !== undefined && options.total !== undefined) {
    throw new UsageError(
      'Give --count (for each defect in each golden photo) or --total (in all), not both.',
    );
  }
  const startedAt = performance.now();
  const named = await withCutOuts(
    readDefects(options.defect, options.mmPerPixel !== undefined, note),
    options.cutOut,
  );
  const foregrounds = options.foreground === undefined ? null : await findForegrounds(options.foreground);
  const files = await findGoldens(options.golden, note);
  const amount =
    options.total === undefined ? { perCell: options.count ?? defaultCount } : { total: options.total };
  checkAmount(amount, files.length * named.length);
  if (options.together > 0 && named.length === 1) note('--together has no effect with a single defect.');
  const defects =
    options.realSamples === undefined ? named : await fitToRealSamples(named, options.realSamples, note);
  const output = await openOutput(options);
  const generator = createRendererGenerator({ threads: options.workers });
  try {
    return await untilInterrupted(async (signal) => {
      const { goldens, refused, twins, unread } = await readGoldens(files, {
        size: options.size,
        foregrounds,
        // Every golden photo gets a picture before any gets a second one; whoever asks for the good ones gets all.
        needed: options.includeGood === true ? files.length : pictureCount(amount, files.length),
        seed: options.seed,
        // Decoding a photo of 64 MP takes 200 MB for a moment.
        parallel: Math.min(options.workers, 4),
        signal,
        output,
      });
      twins.forEach(note);
      const unmarked = foregrounds === null ? [] : goldens.filter(({ foreground }) => foreground === null);
      for (const { name } of unmarked) note(`“${name}” has no mask in --foreground: its product is found.`);
      if (unread > 0)
        note(`${unread} of the ${files.length} golden photos are left out: --total asks for fewer pictures.`);
      for (const sentence of refused) console.error(`error: ${sentence}`);
      if (goldens.length === 0) {
        throw new AppError('file_refused', 'None of the golden photos can be used: nothing was written.');
      }
      const wanted = pictureCount(amount, goldens.length * defects.length);
      const bar = createProgressBar(
        wanted + variationsOnTop(wanted, options.allowedVariation),
        process.stderr,
        performance.now(),
      );
      const made = await makeDataset(
        generator,
        output,
        {
          name: options.name ?? nameOf(options.out),
          goldens,
          defects,
          amount,
          seed: options.seed,
          drawing: {
            variants: options.bestOf,
            mmPerPixel: options.mmPerPixel ?? null,
            severityRange: options.severity ?? null,
          },
          together: { share: options.together, most: 2 },
          allowedVariationShare: options.allowedVariation,
          formats: parseFormats(options.format),
          formatOptions: readFormatOptions(options),
          ratios: parseSplit(options.split),
          groupBy: options.groupBy,
          holdOut: parseHoldOut(options.holdOut),
          good: options.good,
          createdAt: creationDate(),
        },
        // Twice the threads: one picture is written while the next is drawn.
        { signal, parallel: options.workers * 2, onDone: (done) => bar.update(done) },
      ).finally(() => bar.end());
      const report = {
        out: options.out,
        defects,
        made,
        refused,
        seconds: (performance.now() - startedAt) / 1000,
      };
      for (const { message, count } of made.failures)
        console.error(`error: ${countPictures(count)} could not be made. ${message}`);
      made.warnings.forEach(note);
      console.log(options.json === true ? makeReportJson(report) : makeReportLine(report));
      return made.failures.length > 0 || refused.length > 0 ? 1 : 0;
    });
  } finally {
    await generator.close();
    await output.discard();
  }
}

function checkAmount(amount: MakeOrder['amount'], cells: number): void {
  const count = pictureCount(amount, cells);
  if (count <= mostPictures) return;
  throw new UsageError(
    `That makes ${count} pictures, and ${mostPictures} is the limit of one call. Lower --count, or give --total.`,
  );
}

function pictureCount(amount: MakeOrder['amount'], cells: number): number {
  return 'perCell' in amount ? amount.perCell * cells : amount.total;
}

function nameOf(out: string): string {
  return basename(resolve(out)).replace(/\.zip$/i, '') || 'dataset';
}

function note(sentence: string): void {
  console.error(`note: ${sentence}`);
}
