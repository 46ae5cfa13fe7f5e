import type { Command } from 'commander';
import { AppError } from '#core/app-error.ts';
import { splitNames } from '#core/dataset/dataset.ts';
import { readConfig } from '#config.ts';
import { blueprintSummaries } from '#db/blueprints.ts';
import type { Db } from '#db/schema.ts';
import { openDatasetOutput } from '#services/dataset-output.ts';
import { planExport } from '#services/plan-export.ts';
import { openReader } from '#open-reader.ts';
import { checkFormats, checkSplit, wholeNumber } from '../options.ts';
import { UsageError } from '../usage-error.ts';

type ExportCliOptions = {
  out: string;
  format: string;
  split: string;
  includeGood?: boolean;
  allowUnreviewed?: boolean;
  release?: number;
  force?: boolean;
  json?: boolean;
};

export function addExport(program: Command): void {
  program
    .command('export')
    .description(
      'Export the approved pictures of a blueprint of the data folder (DATA_DIR); works beside a running server',
    )
    .argument('<blueprint>', 'id or name, see `redrabbit list`')
    .requiredOption('-o, --out <path>', 'new folder, or a name that ends in .zip')
    .option('-f, --format <list>', 'coco, yolo (polygons), yolo-detect (boxes)', checkFormats, 'coco,yolo')
    .option('--split <shares>', 'train, val and test', checkSplit, '80,10,10')
    .option('--include-good', 'the golden photos too, as pictures without a defect')
    .option('--allow-unreviewed', 'pictures too that nobody has decided on')
    .option(
      '--release <number>',
      'a finished version instead of what is approved now',
      wholeNumber('--release', 1, 1e6),
    )
    .option('--force', 'replace the dataset that is at --out')
    .option('--json', 'print one JSON object instead of the summary')
    .action(exportBlueprint);
}

async function exportBlueprint(blueprint: string, options: ExportCliOptions): Promise<void> {
  const output = await openDatasetOutput(options.out, { force: options.force === true }).catch(
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'conflict') throw new UsageError(error.message);
      throw error;
    },
  );
  try {
    const reader = await openReader(readConfig(process.env));
    try {
      const planned = await planExport(reader, await findBlueprintId(reader.db, blueprint), {
        formats: options.format,
        split: options.split,
        good: options.includeGood === true,
        unreviewed: options.allowUnreviewed === true,
        release: options.release,
      });
      await output.finish(planned.plan, {
        modified: planned.assembled.dataset.createdAt,
        readPicture: (imageId) => reader.storage.stream(planned.hashOf(imageId)),
      });
      const { dataset, split } = planned.assembled;
      const counts = Object.fromEntries(splitNames.map((name) => [name, split.splits[name].images]));
      if (options.json === true) {
        const images = dataset.images.length;
        console.log(JSON.stringify({ out: options.out, images, splits: counts, warnings: planned.warnings }));
        return;
      }
      for (const warning of planned.warnings) console.error(`note: ${warning}`);
      const shares = splitNames.map((name) => `${name} ${counts[name]}`).join(', ');
      console.log(`${dataset.images.length} pictures (${shares}): ${options.out}`);
    } finally {
      await reader.close();
    }
  } finally {
    await output.discard();
  }
}

async function findBlueprintId(db: Db, given: string): Promise<string> {
  const all = await blueprintSummaries(db, { limit: 10_000 });
  const byId = all.find((row) => row.id === given);
  const byName = all.filter((row) => row.name.toLowerCase() === given.toLowerCase());
  if (byId !== undefined) return byId.id;
  if (byName.length > 1)
    throw new UsageError(
      `${byName.length} blueprints are called “${given}”. Give the id: see redrabbit list.`,
    );
  const found = byName[0];
  if (found === undefined) throw new UsageError(`There is no blueprint “${given}”. See redrabbit list.`);
  return found.id;
}
