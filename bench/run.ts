import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memoryEnvironment, nodeOptions } from '../scripts/paths.mjs';
import { runProgram } from '../scripts/run-program.mjs';
import { removeKilledRuns } from '../test/support/killed-runs.ts';
import { folderPrefix } from './support/make-folder.ts';

// The dispatcher: `npm run -s bench -- NAME [options] --json` runs bench/NAME.ts with the options.
// Every bench prints progress on standard error and, last on standard output, one JSON object.
const folder = fileURLToPath(new URL('.', import.meta.url));
const [name, ...options] = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));

if (!name || name === '--help' || !/^[a-z-]+$/.test(name) || !existsSync(`${folder}${name}.ts`)) {
  console.error(`Usage: npm run -s bench -- NAME [--full] --json\nBenches: ${names.join(', ')}`);
  process.exit(name === '--help' ? 0 : 2);
}
// However a bench ends, by a signal too, its programs, servers and folders go: S3, emulator and programs are in the group that it leads.
// What is left when this process is killed as well is for the next run.
const removeLeft = (): Promise<void> => removeKilledRuns(folderPrefix, { ledGroup: true });
await removeLeft();
runProgram(process.execPath, [...nodeOptions, `${folder}${name}.ts`, ...options], {
  ownGroup: true,
  env: { ...memoryEnvironment, ...process.env },
  afterwards: removeLeft,
});
