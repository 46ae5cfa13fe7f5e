import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { AppError } from '#core/app-error.ts';
import { checkName, nameKey } from '#core/blueprint/names.ts';
import { parseFormats } from '#core/dataset/export-format.ts';
import { splitNames } from '#core/dataset/dataset.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import { resolveDefect } from '#core/prompt/match-defect.ts';
import { decodeUpload, encodePng, shrinkPicture } from '#imaging/codec.ts';
import { families } from '#imaging/defects/registry.ts';
import { openDatasetOutput } from '#services/dataset-output.ts';
import { type MadeDataset, type MadeDefect, type MadeGolden, makeDataset } from '#services/make-dataset.ts';
import { creationDate } from '../creation-date.ts';
import { findGoldens } from '../find-goldens.ts';
import { checkFormats, checkSplit, collect, wholeNumber } from '../options.ts';
import { createProgressBar } from '../progress-bar.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { UsageError } from '../usage-error.ts';

type MakeOptions = {
  golden: string[];
  defect: string[];
  count?: number;
  total?: number;
  seed: number;
  size?: number;
  format: string;
  split: string;
  includeGood?: boolean;
  out: string;
  name?: string;
  workers: number;
  force?: boolean;
  json?: boolean;
};

export function addMake(program: Command, setStatus: (status: number) => void): void {
  program
    .command('make')
    .description('Make a labelled dataset from golden photos, offline and without a server')
    .requiredOption(
      '-g, --golden <path>',
      'photo of a good part: file, folder or quoted pattern; may be repeated',
      collect,
    )
    .requiredOption(
      '-d, --defect <text>',
      `family (${families.map((family) => family.name).join(', ')}) or words (“long deep diagonal scratch near the edge”); may be repeated`,
      collect,
    )
    .requiredOption('-o, --out <path>', 'new folder, or a name that ends in .zip')
    .option(
      '-n, --count <number>',
      'pictures for each golden photo x defect (default: 10)',
      wholeNumber('--count', 1, 100_000),
    )
    .option(
      '--total <number>',
      'pictures over all golden photos x defects, spread evenly',
      wholeNumber('--total', 1, 1_000_000),
    )
    .option('--seed <number>', 'same seed, same pictures', wholeNumber('--seed', 0, 4_294_967_295), 1)
    .option(
      '--size <pixels>',
      'shrink photos so that their longer side is at most this',
      wholeNumber('--size', 16, 16_384),
    )
    .option('-f, --format <list>', 'coco, yolo (polygons), yolo-detect (boxes)', checkFormats, 'coco,yolo')
    .option('--split <shares>', 'train, val and test', checkSplit, '80,10,10')
    .option('--include-good', 'the golden photos too, as pictures without a defect')
    .option('--allow-unreviewed', 'accepted for symmetry with export: nobody has reviewed what make makes')
    .option('--name <text>', 'name of the dataset (default: from --out)')
    .option(
      '--workers <number>',
      'pictures at the same time',
      wholeNumber('--workers', 1, 64),
      availableParallelism(),
    )
    .option('--force', 'replace the dataset that is at --out')
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', examples)
    .action(async (options: MakeOptions) => setStatus(await make(options)));
}

const examples = `
Examples:
  npx redrabbit make --golden 'photos/*.jpg' --defect scratch --defect crack --count 20 --seed 7 --out dataset/
  npx redrabbit make -g photos -d "short faint scratch near a corner" --total 100 --include-good --out set.zip

Exit status: 0 all made; 1 some or all could not be made; 2 the call is wrong, nothing written.`;

async function make(options: MakeOptions): Promise<number> {
  if (options.count !== undefined && options.total !== undefined) {
    throw new UsageError('Give --count (for each golden photo x defect) or --total (over all), not both.');
  }
  const defects = readDefects(options.defect);
  const files = await findGoldens(options.golden);
  const output = await openDatasetOutput(options.out, { force: options.force === true }).catch(refuseAsUsage);
  const startedAt = performance.now();
  const generator = createRendererGenerator({ threads: options.workers });
  try {
    return await untilInterrupted(async (signal) => {
      const { goldens, refused } = await readGoldens(files, options.size);
      const cells = goldens.length * defects.length;
      const perCell = options.count ?? 10;
      const bar = createProgressBar(options.total ?? perCell * cells, process.stderr, startedAt);
      const made = await makeDataset(
        generator,
        output,
        {
          name: datasetName(options),
          goldens,
          defects,
          amount: options.total === undefined ? { perCell } : { total: options.total },
          seed: options.seed,
          formats: parseFormats(options.format),
          ratios: parseSplit(options.split),
          includeGood: options.includeGood === true,
          createdAt: creationDate(),
        },
        // Twice the threads: one picture is written while the next is drawn.
        { signal, parallel: options.workers * 2, onDone: (done) => bar.update(done) },
      ).finally(() => bar.end());
      const seconds = (performance.now() - startedAt) / 1000;
      report(options, made, refused, seconds);
      return made.failures.length > 0 || refused.length > 0 ? 1 : 0;
    });
  } finally {
    await output.discard();
    await generator.close();
  }
}

/** Each text's family, name and parameters; two of one name would be one class. */
function readDefects(texts: string[]): MadeDefect[] {
  const seen = new Set<string>();
  return texts.map((text) => {
    const defect = resolveDefect(text, families);
    if (!defect.ok) throw new UsageError(defect.reason);
    const name = checkName(defect.name);
    if (!name.ok) throw new UsageError(`--defect: ${name.message}`);
    if (seen.has(nameKey(name.value)))
      throw new UsageError(`The defect “${name.value}” is given twice. Give each of them once.`);
    seen.add(nameKey(name.value));
    for (const part of defect.notUnderstood)
      console.error(`note: “${part.text}” has no effect: ${part.why}.`);
    return { name: name.value, family: defect.family, promptText: text, parameters: defect.parameters };
  });
}

/** Decodes the photos. A bad file is named and left out; the others go through. */
async function readGoldens(
  files: string[],
  size: number | undefined,
): Promise<{ goldens: MadeGolden[]; refused: string[] }> {
  const goldens = new Map<string, MadeGolden>();
  const refused: string[] = [];
  for (const file of files) {
    try {
      const { picture } = await decodeUpload(await readFile(file), basename(file));
      const fitted = size === undefined ? picture : await shrinkPicture(picture, size);
      const png = await encodePng(fitted);
      const hash = createHash('sha256').update(png).digest('hex');
      const twin = goldens.get(hash);
      if (twin !== undefined)
        console.error(`note: ${basename(file)} is the same picture as ${twin.name}; it is used once.`);
      else goldens.set(hash, { name: basename(file), hash, png, width: fitted.width, height: fitted.height });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push(error.message);
      console.error(`error: ${error.message}`);
    }
  }
  if (goldens.size === 0)
    throw new AppError('file_refused', 'None of the golden photos can be used: nothing was written.');
  return { goldens: [...goldens.values()], refused };
}

function datasetName(options: MakeOptions): string {
  return options.name ?? (basename(options.out).replace(/\.zip$/i, '') || 'dataset');
}

/** A target that may not be replaced is a wrong call. */
function refuseAsUsage(error: unknown): never {
  if (error instanceof AppError && error.code === 'conflict') throw new UsageError(error.message);
  throw error;
}

function report(options: MakeOptions, made: MadeDataset, refused: string[], seconds: number): void {
  const splits = made.assembled.split.splits;
  if (options.json === true) {
    console.log(
      JSON.stringify({
        out: options.out,
        pictures: made.made,
        images: made.assembled.dataset.images.length,
        failed: made.failures.reduce((sum, failure) => sum + failure.count, 0),
        failures: made.failures,
        refused,
        classes: made.assembled.dataset.classes.map(({ index, name }) => ({ id: index + 1, name })),
        splits: Object.fromEntries(splitNames.map((name) => [name, splits[name].images])),
        warnings: made.warnings,
        seconds: Math.round(seconds * 100) / 100,
      }),
    );
    return;
  }
  for (const failure of made.failures) console.error(`failed: ${failure.count} pictures. ${failure.message}`);
  for (const warning of made.warnings) console.error(`note: ${warning}`);
  const shares = splitNames.map((name) => `${name} ${splits[name].images}`).join(', ');
  console.log(`${made.made} pictures in ${seconds.toFixed(1)} s (${shares}): ${options.out}`);
}
