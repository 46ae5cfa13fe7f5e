import type { Command } from 'commander';

const notes = `
Keys and limits are set in the environment: see docs/operations.md. What a project allows and may spend is set in the
web app. Ordering pictures elsewhere takes a running server, which outlives hours of queueing; make draws on this
machine alone.

Exit status: 0 listed; 1 it could not be done; 2 the call is wrong.`;

export function addProviders(program: Command): void {
  program
    .command('providers')
    .description(
      'List who can make pictures elsewhere: models and prices, trouble with an account, and what each project allows and has spent. Calls nobody.',
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', notes)
    .action(async (options: { json?: boolean }) => {
      const { runProviders } = await import('../run-providers.ts');
      await runProviders(options);
    });
}
