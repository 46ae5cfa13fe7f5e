import type { Command } from 'commander';
import { addDatasetOptions, type DatasetOptions, wholeNumber } from '../options.ts';

export type ExportOptions = DatasetOptions & { release?: number };

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
    .action(async (blueprint: string, options: ExportOptions) => {
      const { runExport } = await import('../run-export.ts');
      await runExport(blueprint, options);
    });
}

const notes = `
Example:
  npx redrabbit export "Pump housing" --format coco --out pump.zip

Exit status: 0 exported; 1 it could not be done; 2 the call is wrong; 130 stopped by Ctrl-C.
Nothing is written unless it is 0.`;
