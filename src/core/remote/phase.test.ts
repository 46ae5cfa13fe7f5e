import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateProgress } from './estimate-progress.ts';
import { phaseAt } from './phase.ts';

test('who waits in the queue is not said to be worked on, and the model’s work is not said to be done', () => {
  fc.assert(
    fc.property(fc.option(fc.nat(5000)), (position) => {
      expect(phaseAt(estimateProgress({ kind: 'queued', position }).percent)).toBe('queue');
    }),
  );
  fc.assert(
    fc.property(
      fc.option(fc.nat(100)),
      fc.nat(1e7),
      fc.option(fc.nat(1e6)),
      (percent, elapsedMs, usualMs) => {
        const at = estimateProgress({ kind: 'running', percent, elapsedMs, usualMs });
        expect(phaseAt(at.percent)).not.toBe('checking');
      },
    ),
  );
  expect(phaseAt(0)).toBe('leaving');
  expect(phaseAt(94)).toBe('checking');
});
