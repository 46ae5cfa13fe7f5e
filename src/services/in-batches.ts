import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as restOfTurn } from 'node:timers/promises';

type Waiting<Item, Result> = {
  readonly item: Item;
  /** Runs something in the log scope and trace of whoever waits. */
  readonly inScope: <T>(work: () => T) => T;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Group commit: what comes while one batch is under way goes together in the next, which begins as soon as that has ended. Nobody
 * waits for company, unless a wait of `companyMs` is asked for: then each batch begins so much later. `work` answers for each item,
 * in their order. A batch that fails is taken apart and each item tried alone, so that one which cannot go does not fail its
 * neighbours.
 */
export function inBatches<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  { companyMs = 0 }: { companyMs?: number } = {},
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let isRunning = false;
  const settle = async (batch: Waiting<Item, Result>[]): Promise<void> => {
    try {
      // What is logged and traced of a batch is told of the first in it.
      const results = await batch[0]!.inScope(() => work(batch.map(({ item }) => item)));
      batch.forEach(({ resolve }, i) => resolve(results[i]!));
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else await Promise.all(batch.map((each) => settle([each])));
    }
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    // Jobs that were fetched together begin in one turn of the event loop: they are to go together.
    await restOfTurn();
    while (waiting.length > 0) {
      if (companyMs > 0) await new Promise((resolve) => setTimeout(resolve, companyMs));
      const batch = waiting;
      waiting = [];
      await settle(batch);
    }
    isRunning = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject, inScope: AsyncLocalStorage.snapshot() });
      if (!isRunning) void run();
    });
}
