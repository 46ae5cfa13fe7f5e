import { describe, expect, it } from 'vitest';
import { blockSize, createSpareBlocks } from './spare-blocks.ts';

describe('spare blocks', () => {
  it('go out one at a time, the last that came first, and one that did not fit last', () => {
    const spares = createSpareBlocks(100);
    const [first, second, third] = [1, 2, 3].map((bytes) => new SharedArrayBuffer(bytes));
    for (const block of [first!, second!, third!]) spares.take(block);
    expect(spares.lend()).toBe(third);
    spares.giveBack(third!);
    expect([spares.lend(), spares.lend(), spares.lend(), spares.lend()]).toEqual([
      second,
      first,
      third,
      null,
    ]);
  });

  it('are no more than may be kept', () => {
    const spares = createSpareBlocks(10);
    for (let k = 0; k < 4; k++) spares.take(new SharedArrayBuffer(4));
    expect([spares.lend(), spares.lend(), spares.lend()].map((block) => block?.byteLength)).toEqual([
      4,
      4,
      undefined,
    ]);
  });

  it('have sizes that like photos share, an eighth too large at most', () => {
    expect(blockSize(9_300_000)).toBe(blockSize(9_400_000));
    for (const bytes of [1, 7, 1000, 123_456, 9_300_000, 70_000_001]) {
      expect(blockSize(bytes)).toBeGreaterThanOrEqual(bytes);
      expect(blockSize(bytes)).toBeLessThan(1.126 * bytes + 1);
    }
  });
});
