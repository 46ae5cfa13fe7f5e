import type { Command } from 'commander';
import { splitNames } from '#core/dataset/dataset.ts';
import type { DatasetOutput } from '#services/dataset-output.ts';
import { type PlannedExport, planExport } from '#services/plan-export.ts';
import { openReader, type Reader } from '#open-reader.ts';
import { findBlueprintId } from '../find-blueprint.ts';
import { openOutput } from '../open-output.ts';
import { addDatasetOptions, type DatasetOptions, wholeNumber } from '../options.ts';
import { countPictures } from '../report-make.ts';
import { readSettings } from '../settings.ts';
import { untilInterrupted } from '../until-interrupted.ts';

type ExportOptions = DatasetOptions & { release?: number };

export function addExport(program: Command): void {
  const command = program
    .command('export')
    .description(
      'Export the approved pictures of a blueprint of the data folder (DATA_DIR); works beside a running server.',
    )
    .argument('<blueprint>', 'its id or name, see “redrabbit list”');
  addDatasetOptions(command, { allowUnreviewed: 'the pictures too that nobody has decided on' })
    .option(
      '--release <number>',
      'a finished version instead of what is approved now',
      wholeNumber('--release', 1, 1_000_000),
    )
    .addHelpText('after', notes)
    .action(exportBlueprint);
}

const notes = `
Example:
  npx redrabbit export "Pump housing" --format coco --out pump.zip

Exit status: 0 exported; 1 it could not be done; 2 the call is wrong; 130 stopped by Ctrl-C.
Nothing is written unless it is 0.`;

async function exportBlueprint(blueprint: string, options: ExportOptions): Promise<void> {
  const settings = readSettings();
  const output = await openOutput(options);
  try {
    await untilInterrupted(async (signal) => {
      const reader = await openReader(settings);
      try {
        const planned = await writeExport(reader, output, { blueprint, options, signal });
        for (const warning of planned.warnings) console.error(`note: ${warning}`);
        console.log(
          options.json === true ? reportJson(planned, options.out) : reportLine(planned, options.out),
        );
      } finally {
        await reader.close();
      }
    });
  } finally {
    await output.discard();
  }
}

async function writeExport(
  reader: Reader,
  output: DatasetOutput,
  { blueprint, options, signal }: { blueprint: string; options: ExportOptions; signal: AbortSignal },
): Promise<PlannedExport> {
  const planned = await planExport(reader, await findBlueprintId(reader.db, blueprint), {
    formats: options.format,
    split: options.split,
    good: options.includeGood === true,
    unreviewed: options.allowUnreviewed === true,
    release: options.release,
  });
  await output.finish(planned.plan, {
    modified: planned.assembled.dataset.createdAt,
    signal,
    pictureOf: (imageId) => ({ read: () => reader.storage.stream(planned.hashOf(imageId)) }),
  });
  return planned;
}

function reportJson({ assembled, warnings }: PlannedExport, out: string): string {
  const { dataset, split } = assembled;
  const splits = Object.fromEntries(splitNames.map((name) => [name, split.splits[name].images]));
  const classes = dataset.classes.map(({ index, name }) => ({ id: index + 1, name }));
  return JSON.stringify({ out, images: dataset.images.length, classes, splits, warnings });
}

function reportLine({ assembled: { dataset, split } }: PlannedExport, out: string): string {
  const shares = splitNames.map((name) => `${name} ${split.splits[name].images}`).join(', ');
  return `${countPictures(dataset.images.length)} (${shares}): ${out}`;
}
