import { type Command, Option } from 'commander';
import { blueprintStatuses } from '#core/blueprint/status.ts';
import { productKinds } from '#core/template/kinds.ts';
import { moment, wholeNumber } from '../options.ts';
import type { ListOptions } from '../run-list.ts';

export function addList(program: Command): void {
  program
    .command('list')
    .description(
      'List the blueprints of the data folder (DATA_DIR), newest change first; works beside a running server.',
    )
    .option('--project <name>', 'of this project only')
    .addOption(new Option('--status <status>', 'only those that are so far').choices(blueprintStatuses))
    .addOption(
      new Option('--product <kind>', 'only of this kind of product').choices(
        productKinds.map(({ id }) => id),
      ),
    )
    .option('--author <name>', 'only what this user made')
    .option('--name <text>', 'only those with this in their name, in capitals or not')
    .option('--from <date>', 'changed then or later, such as 2026-11-01', moment('--from'))
    .option('--before <date>', 'changed before that', moment('--before'))
    .option('--limit <number>', 'at most so many', wholeNumber('--limit', 1, 100_000), 1000)
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExit status: 0 listed; 1 it could not be done; 2 the call is wrong.')
    .action(async (options: ListOptions) => {
      const { runList } = await import('../run-list.ts');
      await runList(options);
    });
}
