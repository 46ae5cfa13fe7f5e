import type { Command } from 'commander';
import { addGoodOption, wholeNumber } from '../options.ts';
import { addSplitOptions, type SplitCommandOptions } from '../split-options.ts';

export type HealthOptions = SplitCommandOptions & {
  good: boolean;
  allowUnreviewed?: boolean;
  release?: number;
  json?: boolean;
};

export function addHealth(program: Command): void {
  const command = program
    .command('health')
    .description(
      'Look at what an export would hold: counts, sizes, places and contrast of marks, near-duplicates, leaks between splits.',
    )
    .argument('<blueprint>', 'its id or name, see “redrabbit list”');
  addGoodOption(addSplitOptions(command))
    .option('--allow-unreviewed', 'the pictures too that nobody has decided on')
    .option(
      '--release <number>',
      'a finished version instead of what is approved now',
      wholeNumber('--release', 1, 1_000_000),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', notes)
    .action(async (blueprint: string, options: HealthOptions) => {
      const { runHealth } = await import('../run-health.ts');
      await runHealth(blueprint, options);
    });
}

const notes = `
Size is the square root of a mark's area, contrast in units of the surface's own variation. JSON has all counts, in bins.

Example:
  npx redrabbit health "Pump housing" --release 3

Exit status: 0 looked at, whatever was found; 1 it could not be done; 2 the call is wrong.`;
