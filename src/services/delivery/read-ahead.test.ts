import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.ts';

/** Numbers from 1, as they are taken, each to be answered by hand. */
function loads() {
  const begun: { item: number; answer: PromiseWithResolvers<string> }[] = [];
  let isClosed = false;
  function* items(): Generator<number> {
    try {
      for (let item = 1; item <= 6; item++) yield item;
    } finally {
      isClosed = true;
    }
  }
  const load = (item: number): Promise<string> => {
    const answer = Promise.withResolvers<string>();
    begun.push({ item, answer });
    return answer.promise;
  };
  return { begun, items, load, isClosed: () => isClosed };
}

test('keeps the order, whatever is there first, and begins no more than it may', async () => {
  const { begun, items, load } = loads();
  const all = readAhead(items(), load, 2);
  const first = all.next();
  await expect.poll(() => begun.length).toBe(3);
  for (const { item, answer } of begun.toReversed()) answer.resolve(`answer ${item}`);
  expect(await first).toEqual({ value: 'answer 1', done: false });
  // Nobody has asked for the second: nothing more is begun.
  expect(begun.length).toBe(3);
  const rest = Array.fromAsync(all);
  for (let k = 3; k < 6; k++) {
    await expect.poll(() => begun.length).toBeGreaterThan(k);
    begun[k]!.answer.resolve(`answer ${begun[k]!.item}`);
  }
  expect(await rest).toEqual([2, 3, 4, 5, 6].map((item) => `answer ${item}`));
});

test('stops with whoever takes it, and begins nothing more', async () => {
  const { begun, items, load, isClosed } = loads();
  const all = readAhead(items(), load, 2);
  const first = all.next();
  await expect.poll(() => begun.length).toBe(3);
  begun[0]!.answer.resolve('');
  await first;
  await all.return(undefined);
  expect(isClosed()).toBe(true);
  // Fails after everybody has gone: not reported as nobody's error either.
  begun[1]!.answer.reject(new Error('too late'));
  begun[2]!.answer.resolve('');
  expect(begun.length).toBe(3);
});

test('a failure comes in its turn, after what was there before it', async () => {
  const { begun, items, load, isClosed } = loads();
  const all = readAhead(items(), load, 2);
  const first = all.next();
  await expect.poll(() => begun.length).toBe(3);
  begun[1]!.answer.reject(new Error('gone'));
  begun[0]!.answer.resolve('first');
  expect((await first).value).toBe('first');
  await expect(all.next()).rejects.toThrow('gone');
  expect(isClosed()).toBe(true);
});
