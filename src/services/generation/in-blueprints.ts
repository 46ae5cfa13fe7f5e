import { lockBlueprints } from '#db/blueprints.ts';
import type { Db, Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import { inBatches } from '../in-batches.ts';

/** One change of one blueprint. */
export type Change = { readonly blueprintId: string };

/**
 * Changes that come together, of whatever blueprints, in one transaction that holds them all; `work` is told which of them are
 * there, and answers for each change. Nobody waits for a blueprint while holding another: those that somebody else holds are
 * left to a line of their own, so that a long change of one blueprint delays no other, and nothing can deadlock.
 *
 * `work` may be run again and does nothing but ask the database (see `db/transaction.ts`). `companyMs` as in `in-batches.ts`.
 */
export function inBlueprints<C extends Change, Result>(
  db: Db,
  work: (trx: Trx, changes: C[], present: ReadonlySet<string>) => Promise<Result[]>,
  options: { companyMs?: number } = {},
): (change: C) => Promise<Result> {
  const lines = new Map<string, { take: (change: C) => Promise<Result>; waiting: number }>();
  const inLine = async (change: C): Promise<Result> => {
    const line = lines.get(change.blueprintId) ?? { take: inBatches(patiently), waiting: 0 };
    lines.set(change.blueprintId, line);
    line.waiting++;
    try {
      return await line.take(change);
    } finally {
      if (--line.waiting === 0) lines.delete(change.blueprintId);
    }
  };
  /** All of one blueprint. */
  const patiently = (changes: C[]): Promise<Result[]> =>
    inTransaction(db, async (trx) => work(trx, changes, await lockBlueprints(trx, idsOf(changes))));
  /** Which of them must wait: `null`. A blueprint that was deleted looks like one that is held. */
  const atOnce = inBatches(
    async (changes: C[]) =>
      inTransaction(db, async (trx) => {
        const held = await lockBlueprints(trx, idsOf(changes), { skipHeld: true });
        const now = changes.filter(({ blueprintId }) => held.has(blueprintId));
        const results = now.length === 0 ? [] : await work(trx, now, held);
        const found = new Map(now.map((change, i) => [change, { result: results[i]! }]));
        return changes.map((change) => found.get(change) ?? null);
      }),
    options,
  );
  return async (change) => {
    const found = lines.has(change.blueprintId) ? null : await atOnce(change);
    return found === null ? inLine(change) : found.result;
  };
}

function idsOf(changes: readonly Change[]): string[] {
  return changes.map(({ blueprintId }) => blueprintId);
}
