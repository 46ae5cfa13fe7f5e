/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileResult
 */

/**
 * Counts the tests of one vitest run. What keeps tests from running must not pass for success: a file that breaks
 * outside its tests counts as one failed, and so does a run that fails although its tests passed (an error that
 * nobody caught, a set-up that broke, no tests at all).
 *
 * @param {{ testResults: FileResult[] } | undefined} report what vitest's json reporter wrote, if it got that far
 * @param {number | null} exitStatus
 * @returns {Counts}
 */
export function countTests(report, exitStatus) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    const statuses = file.assertionResults.map(({ status }) => status);
    for (const status of statuses) {
      if (status === 'passed' || status === 'failed') counts[status]++;
      else counts.skipped++;
    }
    if (file.status === 'failed' && !statuses.includes('failed')) counts.failed++;
  }
  const hasRun = counts.passed + counts.failed > 0;
  if (counts.failed === 0 && (exitStatus !== 0 || !hasRun)) counts.failed = 1;
  return counts;
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function addCounts(all) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/**
 * The last line of `npm test`.
 *
 * @param {Counts} counts
 */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
