import { Command, CommanderError } from 'commander';
import { AppError } from '#core/app-error.ts';
import { addExport } from './commands/export.ts';
import { addList } from './commands/list.ts';
import { addMake } from './commands/make.ts';
import { UsageError } from './usage-error.ts';

/** Exit status: 0 done; 1 failed, or not all of it done; 2 the call itself is wrong, and nothing was written. */
async function main(): Promise<number> {
  const program = new Command('redrabbit')
    .description('Training data for visual inspection, made from photos of good parts.')
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nThe web app is started with: npm start');
  let status = 0;
  const setStatus = (next: number): void => {
    status = next;
  };
  addMake(program, setStatus);
  addList(program);
  addExport(program);
  try {
    await program.parseAsync(process.argv);
    return status;
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  // Commander has printed its sentence already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    console.error(`error: ${error.message}`);
    return 2;
  }
  if (error instanceof AppError) {
    console.error(`error: ${error.message}`);
    return error.code === 'cancelled' ? 130 : 1;
  }
  console.error(error);
  return 1;
}

process.exitCode = await main();
