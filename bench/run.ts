import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memoryEnvironment, nodeOptions } from '../scripts/paths.mjs';

// The dispatcher: `npm run -s bench -- NAME [options] --json` runs bench/NAME.ts with the options.
// Every bench prints progress on standard error and, last on standard output, one JSON object.
const folder = fileURLToPath(new URL('.', import.meta.url));
const [name, ...options] = process.argv.slice(2);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !['run.ts', 'gallery.ts'].includes(file))
  .map((file) => file.slice(0, -3));

if (!name || name === '--help' || !/^[a-z-]+$/.test(name) || !existsSync(`${folder}${name}.ts`)) {
  console.error(`Usage: npm run -s bench -- NAME [--full] --json\nBenches: ${names.join(', ')}`);
  process.exit(name === '--help' ? 0 : 2);
}
const { status } = spawnSync(process.execPath, [...nodeOptions, `${folder}${name}.ts`, ...options], {
  stdio: 'inherit',
  env: { ...memoryEnvironment, ...process.env },
});
process.exit(status ?? 1);
