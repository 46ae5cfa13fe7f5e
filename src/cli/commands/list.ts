import type { Command } from 'commander';

export function addList(program: Command): void {
  program
    .command('list')
    .description(
      'List the blueprints of the data folder (DATA_DIR), newest change first; works beside a running server.',
    )
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExit status: 0 listed; 1 it could not be done; 2 the call is wrong.')
    .action(async (options: { json?: boolean }) => {
      const { runList } = await import('../run-list.ts');
      await runList(options);
    });
}
