import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refresher } from './refresher.ts';

describe('refreshing what is out of date', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('answers the first at once and a burst with one more round', async () => {
    const rounds: unknown[][] = [];
    const refresher = new Refresher(async (keys) => {
      rounds.push(keys);
      return [];
    }, 300);
    for (let n = 0; n < 50; n++) refresher.add([['board'], ['cell', n % 2]]);
    expect(rounds).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(299);
    expect(rounds).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(rounds).toHaveLength(2);
    expect(new Set(rounds[1])).toEqual(new Set([['board'], ['cell', 0], ['cell', 1]]));
    await vi.advanceTimersByTimeAsync(5000);
    expect(rounds).toHaveLength(2);
  });

  it('never refreshes twice at a time, and not without a round after the newest change', async () => {
    let running = 0;
    let most = 0;
    let ended = 0;
    const refresher = new Refresher(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      running--;
      ended++;
      return [];
    }, 300);
    refresher.add([['board']]);
    await vi.advanceTimersByTimeAsync(500);
    refresher.add([['board']]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(most).toBe(1);
    expect(ended).toBe(2);
  });

  it('tries again in the next round what has to wait', async () => {
    let blocked = true;
    const done: unknown[] = [];
    const refresher = new Refresher(async (keys) => {
      if (blocked) return keys;
      done.push(...keys);
      return [];
    }, 100);
    refresher.add([['board']]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(done).toEqual([]);
    blocked = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(done).toEqual([['board']]);
  });

  it('goes on after a round that failed', async () => {
    let calls = 0;
    const refresher = new Refresher(async () => {
      calls++;
      throw new Error('away');
    }, 10);
    refresher.add([['a']]);
    await vi.advanceTimersByTimeAsync(50);
    refresher.add([['a']]);
    await vi.advanceTimersByTimeAsync(50);
    expect(calls).toBe(2);
  });
});
