import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateProgress } from './estimate-progress.ts';

test('the queue is worth ten percent, the nearer the front the more', () => {
  const at = (position: number) => estimateProgress({ kind: 'queued', position }).percent;
  expect(at(0)).toBe(10);
  expect(at(1)).toBeGreaterThan(at(5));
  expect(at(500)).toBe(2);
});

test('the log goes before the clock', () => {
  expect(estimateProgress({ kind: 'running', percent: 50, elapsedMs: 1, usualMs: 1e6 })).toEqual({
    percent: 50,
    estimated: false,
  });
});

test('an estimate rises with time, says that it is one, and never claims to be done', () => {
  fc.assert(
    fc.property(fc.nat(1e7), fc.nat(1e7), fc.option(fc.integer({ min: 1, max: 1e7 })), (a, b, usualMs) => {
      const at = (elapsedMs: number) =>
        estimateProgress({ kind: 'running', percent: null, elapsedMs, usualMs });
      expect(at(Math.max(a, b)).percent).toBeGreaterThanOrEqual(at(Math.min(a, b)).percent);
      expect(at(a).percent).toBeLessThan(90);
      expect(at(a).estimated).toBe(true);
    }),
  );
});
