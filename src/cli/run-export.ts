import { splitNames } from '#core/dataset/dataset.ts';
import { readFormatOptions } from '#core/dataset/format-options.ts';
import type { DatasetOutput } from '#services/dataset-output.ts';
import { type PlannedExport, planExport } from '#services/plan-export.ts';
import { openReader, type Reader } from '#open-reader.ts';
import type { ExportOptions } from './commands/export.ts';
import { findBlueprintId } from './find-blueprint.ts';
import { openOutput } from './open-output.ts';
import { countPictures } from './report-make.ts';
import { readSettings } from './settings.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** `redrabbit export`. */
export async function runExport(blueprint: string, options: ExportOptions): Promise<void> {
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
    ...readFormatOptions(options),
    formats: options.format,
    split: options.split,
    groupBy: options.groupBy,
    holdOut: options.holdOut,
    good: options.good,
    unreviewed: options.allowUnreviewed === true,
    release: options.release,
  });
  const { plan, assembled, hashOf } = planned;
  try {
    await output.finish(plan, {
      modified: assembled.dataset.createdAt,
      signal,
      pictureOf: (imageId) => ({ read: async () => (await reader.storage.open(hashOf(imageId))).body }),
    });
  } finally {
    planned.close();
  }
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
