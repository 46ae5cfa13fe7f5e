import { Command, CommanderError } from 'commander';
import { AppError } from '#core/app-error.ts';
import { addCompare } from './commands/compare.ts';
import { addExport } from './commands/export.ts';
import { addHealth } from './commands/health.ts';
import { addImportLabels } from './commands/import-labels.ts';
import { addImportLegacy } from './commands/import-legacy.ts';
import { addList } from './commands/list.ts';
import { addMake } from './commands/make.ts';
import { addMigrateData } from './commands/migrate-data.ts';
import { addProviders } from './commands/providers.ts';
import { addPull } from './commands/pull.ts';
import { addStorage } from './commands/storage.ts';
import { addVerify } from './commands/verify.ts';
import { programVersion } from '#version.ts';
import { UsageError } from './usage-error.ts';

const help = `
The web app is started with: npm start

Exit status: 0 done; 1 failed, or not all of it done; 2 the call is wrong, nothing written; 130 stopped by Ctrl-C.`;

async function main(): Promise<number> {
  let status = 0;
  const program = new Command('redrabbit')
    .description('Training data for visual inspection, made from photos of good parts.')
    .version(programVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneSentence(text)) })
    .addHelpText('after', help);
  addMake(program, (next) => (status = next));
  addList(program);
  addExport(program);
  addHealth(program);
  addPull(program);
  addVerify(program, (next) => (status = next));
  addCompare(program);
  addProviders(program);
  addImportLabels(program, (next) => (status = next));
  addImportLegacy(program, (next) => (status = next));
  addStorage(program, (next) => (status = next));
  addMigrateData(program, (next) => (status = next));
  try {
    await program.parseAsync(process.argv);
    return status;
  } catch (error) {
    return explain(error);
  }
}

/** Commander puts its suggestion on a line of its own. */
function oneSentence(text: string): string {
  return text.replace(/\n\(Did you mean (.*)\?\)/, ': did you mean $1?');
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
  console.error('error: this is a fault in Red Rabbit. Please report it with the lines below.');
  console.error(error);
  return 1;
}

process.exitCode = await main();
