import type { Command } from 'commander';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import { addFormatOptions, addGoodOption, wholeNumber } from '../options.ts';
import type { SplitCommandOptions } from '../split-options.ts';

export type PullCommandOptions = Partial<FormatOptions> &
  SplitCommandOptions & {
    out: string;
    server?: string;
    release?: number;
    format: string;
    good: boolean;
    pictures: boolean;
    parallel: number;
    json?: boolean;
  };

export function addPull(program: Command): void {
  const command = program
    .command('pull')
    .description(
      'Fetch a dataset version from a running server into a folder, file by file; the same call goes on.',
    )
    .argument('<version>', 'the address of a dataset version, or a blueprint’s id or name')
    .requiredOption(
      '-o, --out <folder>',
      'a new or empty folder, or one that this version was pulled to before',
    )
    .option(
      '--server <address>',
      'where Red Rabbit runs, for a blueprint; left out: this machine, by HOST and PORT',
    )
    .option(
      '--release <number>',
      'of the blueprint; left out: its newest',
      wholeNumber('--release', 1, 1_000_000),
    );
  addGoodOption(addFormatOptions(command))
    .option('--no-pictures', 'annotations only')
    .option('--parallel <number>', 'files under way at the same time', wholeNumber('--parallel', 1, 64), 8)
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', notes)
    .action(async (version: string, options: PullCommandOptions) => {
      const { runPull } = await import('../run-pull.ts');
      await runPull(version, options);
    });
}

const notes = `
Example:
  npx redrabbit pull "Pump housing" --format coco --out pump
  npx redrabbit pull https://plant.example/api/v1/dataset-versions/0b0e… --out pump

Every file is compared with its checksum. Whatever stops it, the same call goes on from there. Exit status: 0 all is
there; 1 it could not be done; 2 the call is wrong; 130 stopped by Ctrl-C.`;
