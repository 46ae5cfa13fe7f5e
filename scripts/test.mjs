import { parseArgs } from 'node:util';
import { ensureBrowser } from './browser.mjs';
import { runChecks } from './run-checks.mjs';
import { runTests } from './run-tests.mjs';
import { ensureS3Server } from './s3-server.mjs';
import { SentenceError } from './sentence-error.mjs';
import { ensureInstalled } from './setup.mjs';
import { addCounts, summaryLine } from './test-counts.mjs';
import { ensureWebBuilt } from './web-build.mjs';

// npm test: sets up what is missing, then runs every check and test, also after one has failed, so that one run
// shows all. `--only NAME` runs one part. The last line is `N passed, N failed`.

/** @typedef {import('./test-counts.mjs').Counts} Counts */

/** @type {Record<string, () => Promise<Counts>>} */
const parts = {
  pages: () => ensureWebBuilt().then(() => passedOnce),
  checks: runChecks,
  unit: () => runTests('unit', {}),
  integration: async () => {
    await s3Server;
    return runTests('integration', {});
  },
  e2e: async () => runTests('e2e', { CHROMIUM: await ensureBrowser() }),
};

/** @type {Record<string, readonly string[]>} */
const selections = {
  checks: ['checks'],
  unit: ['unit'],
  integration: ['pages', 'integration'],
  e2e: ['pages', 'e2e'],
};

const passedOnce = { passed: 1, failed: 0, skipped: 0 };
const failedOnce = { passed: 0, failed: 1, skipped: 0 };

/** It takes a minute to install for the first time: meanwhile other parts run. */
let s3Server = Promise.resolve();

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
  if (names.includes('integration')) s3Server = ensureS3Server();
  const results = [];
  for (const name of names) {
    console.log(`\n== ${name}`);
    results.push(await parts[name]().catch(explain));
  }
  return results;
}

/** @returns {readonly string[] | undefined} */
function chooseParts() {
  try {
    const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
    if (only === undefined) return Object.keys(parts);
    if (Object.hasOwn(selections, only)) return selections[only];
  } catch {
    // An unknown option gets the same answer as an unknown part.
  }
  console.error(`Usage: npm test -- [--only ${Object.keys(selections).join('|')}]`);
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
