import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepCursor } from './cursor.ts';

describe('the place in the stream', () => {
  it('moves on by one, stays at what was seen, and notices what is missing', () => {
    expect(stepCursor(4, 5)).toEqual({ kind: 'next', seq: 5 });
    expect(stepCursor(4, 4)).toEqual({ kind: 'old', seq: 4 });
    expect(stepCursor(4, 7)).toEqual({ kind: 'gap', seq: 7 });
    expect(stepCursor(0, 1)).toEqual({ kind: 'next', seq: 1 });
  });

  it('never goes back, and ends at the newest event, whatever is repeated or lost', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (seqs) => {
        let last = 0;
        for (const seq of seqs) {
          const step = stepCursor(last, seq);
          expect(step.seq).toBeGreaterThanOrEqual(last);
          last = step.seq;
        }
        expect(last).toBe(Math.max(...seqs));
      }),
    );
  });

  it('sees each event as new exactly once when the stream is replayed', () => {
    const replayed = [1, 2, 3, 2, 3, 4, 4, 5];
    let last = 0;
    const fresh: number[] = [];
    for (const seq of replayed) {
      const step = stepCursor(last, seq);
      if (step.kind === 'next') fresh.push(seq);
      last = step.seq;
    }
    expect(fresh).toEqual([1, 2, 3, 4, 5]);
  });
});
