import { expect, test } from 'vitest';
import { addCounts, countTests, summaryLine } from './test-counts.mjs';

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
});

test('tests are counted by what became of them', () => {
  const report = {
    testResults: [file('passed', 'passed', 'pending'), file('failed', 'passed', 'failed', 'todo')],
  };
  expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

test('a file that breaks outside its tests has failed', () => {
  expect(countTests({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({
    failed: 1,
  });
  expect(countTests({ testResults: [file('failed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
});

test.each([
  ['without a report', undefined, 1],
  ['killed', undefined, null],
  ['with an error that no test caught', { testResults: [file('passed', 'passed')] }, 1],
  ['in which nothing ran', { testResults: [] }, 0],
])('a run %s has failed', (_, report, status) => {
  expect(countTests(report, status)).toMatchObject({ failed: 1 });
});

test('the last line names what was skipped only if something was', () => {
  const counts = addCounts([
    { passed: 4, failed: 0, skipped: 0 },
    { passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(summaryLine(counts)).toBe('7 passed, 1 failed');
  expect(summaryLine({ ...counts, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
});
