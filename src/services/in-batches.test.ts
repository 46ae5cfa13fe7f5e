import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { idsOfLog, inLogScope } from '#log-scope.ts';
import { inBatches } from './in-batches.ts';

/** Batches that end when they are told to. */
function byHand() {
  const batches: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const arrivals: (() => void)[] = [];
  const take = inBatches<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        batches.push({ items, end: () => resolve(items.map((item) => `did ${item}`)), fail: reject });
        arrivals.shift()?.();
      }),
  );
  const next = async (): Promise<(typeof batches)[number]> => {
    if (batches.length === 0) await new Promise<void>((resolve) => arrivals.push(resolve));
    return batches.shift()!;
  };
  return { take, next };
}

test('what comes at once goes together, and what comes meanwhile goes together in the next', async () => {
  const { take, next } = byHand();
  const early = [1, 2].map(take);
  const first = await next();
  const late = [3, 4, 5].map(take);
  first.end();
  expect(await Promise.all(early)).toEqual(['did 1', 'did 2']);
  const second = await next();
  second.end();
  expect(await Promise.all(late)).toEqual(['did 3', 'did 4', 'did 5']);
  const lone = take(6);
  const third = await next();
  third.end();
  expect(await lone).toBe('did 6');
  expect([first, second, third].map(({ items }) => items)).toEqual([[1, 2], [3, 4, 5], [6]]);
});

test('a batch is logged as the first one’s in it, and each that is tried alone as its own', async () => {
  const seen: unknown[] = [];
  const take = inBatches(async (items: string[]) => {
    seen.push(idsOfLog().jobId);
    if (items.length === 2) throw new Error('not two');
    return items;
  });
  const all = ['a', 'b', 'c'].map((jobId) => inLogScope({ jobId }, () => take(jobId)));
  await Promise.all(all);
  await Promise.all(['d', 'e'].map((jobId) => inLogScope({ jobId }, () => take(jobId))));
  expect(seen).toEqual(['a', 'd', 'd', 'e']);
});

test('one that cannot go fails alone, and holds up nobody who comes after', async () => {
  const tried: number[][] = [];
  const take = inBatches(async (items: number[]) => {
    tried.push(items);
    if (items.includes(2)) throw new Error('not 2');
    return items;
  });
  const outcomes = await Promise.allSettled([1, 2, 3].map(take));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(tried).toEqual([[1, 2, 3], [1], [2], [3]]);
  expect(await take(4)).toBe(4);
});

test('what comes while somebody waits for company goes with them', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const batches: number[][] = [];
    const take = inBatches(
      async (items: number[]) => {
        batches.push(items);
        return items;
      },
      { companyMs: 40 },
    );
    const first = take(1);
    // Its wait begins in the next turn of the event loop.
    while (vi.getTimerCount() === 0) await nextTurn();
    const second = take(2);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(40);
    expect(await Promise.all([first, second])).toEqual([1, 2]);
    expect(batches).toEqual([[1, 2]]);
  } finally {
    vi.useRealTimers();
  }
});
