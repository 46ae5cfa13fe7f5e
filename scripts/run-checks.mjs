import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './paths.mjs';
import { packageEnvironment, packageProgram } from './package-program.mjs';

/** @type {Record<string, [program: string, ...args: string[]]>} */
const checks = {
  format: ['oxfmt', '--check'],
  lint: ['oxlint', '--type-aware'],
  types: ['tsc', '-p', '.'],
  unused: ['knip'],
};

/**
 * Runs all checks at once, and shows what those that fail say.
 *
 * @returns {Promise<import('./test-counts.mjs').Counts>}
 */
export async function runChecks() {
  const results = await Promise.all(Object.entries(checks).map(([name, command]) => runCheck(name, command)));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

/**
 * @param {string} name
 * @param {[program: string, ...args: string[]]} command
 */
async function runCheck(name, [program, ...args]) {
  const start = performance.now();
  const child = spawn(packageProgram(program), args, {
    cwd: root,
    env: packageEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const [status] = await once(child, 'close').catch((error) => {
    output += String(error);
    return [1];
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) console.log(output.trimEnd());
  return status === 0;
}
