import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageEnvironment, packageProgram } from './package-program.mjs';
import { cache, root } from './paths.mjs';
import { countTests } from './test-counts.mjs';

/**
 * Runs the tests of one vitest project; they print as they go.
 *
 * @param {string} project `unit`, `integration` or `e2e`
 * @param {Record<string, string>} environment
 * @returns {Promise<import('./test-counts.mjs').Counts>}
 */
export async function runTests(project, environment) {
  const report = join(cache, `tests-${project}-${process.pid}.json`);
  mkdirSync(cache, { recursive: true });
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const child = spawn(packageProgram('vitest'), args, {
    cwd: root,
    env: packageEnvironment(environment),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    const [status] = await once(child, 'close');
    return countTests(readReport(report), status);
  } finally {
    rmSync(report, { force: true });
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
