import { parseArgs } from 'node:util';
import { ensureBrowser } from './browser.mjs';
import { runChecks } from './run-checks.mjs';
import { runTests } from './run-tests.mjs';
import { SentenceError } from './sentence-error.mjs';
import { ensureInstalled } from './setup.mjs';
import { addCounts, summaryLine } from './test-counts.mjs';
import { ensureWebBuilt } from './web-build.mjs';

// npm test: sets up what is missing, then runs every check and test, also after one has failed, so that one run
// shows all. `--only NAME` runs one part. The last line is `N passed, N failed`.

/** @typedef {import('./test-counts.mjs').Counts} Counts */

/** @type {Record<string, () => Promise<Counts>>} */
const parts = {
  checks: runChecks,
  unit: () => runTests('unit', {}),
  integration: async () => {
    await ensureWebBuilt();
    return runTests('integration', {});
  },
  e2e: async () => {
    await ensureWebBuilt();
    return runTests('e2e', { CHROMIUM: await ensureBrowser() });
  },
};

const failedOnce = { passed: 0, failed: 1, skipped: 0 };

const counts = addCounts(await runAll());
console.log(summaryLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;

async function runAll() {
  const names = chooseParts();
  if (names === undefined) return [failedOnce];
  try {
    await ensureInstalled();
  } catch (error) {
    return [explain(error)];
  }
  const results = [];
  for (const name of names) {
    console.log(`\n== ${name}`);
    results.push(await parts[name]().catch(explain));
  }
  return results;
}

/** @returns {string[] | undefined} */
function chooseParts() {
  const names = Object.keys(parts);
  try {
    const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
    if (only === undefined) return names;
    if (names.includes(only)) return [only];
  } catch {
    // An unknown option gets the same answer as an unknown part.
  }
  console.error(`Usage: npm test -- [--only ${names.join('|')}]`);
  return undefined;
}

/**
 * @param {unknown} error
 * @returns {Counts}
 */
function explain(error) {
  console.error(error instanceof SentenceError ? error.message : error);
  return failedOnce;
}
