import { type Blueprint, lockBlueprint } from '#db/blueprints.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { noSuchBlueprint } from './read-board.ts';

/**
 * One change of one blueprint. Everybody who changes anything in a blueprint, workers included, locks its row
 * first: changes take turns, so they cannot deadlock, and what one has checked (the cell is active, the
 * picture was not decided on) still holds when it writes. Throws AppError `not_found`.
 */
export async function inBlueprint<T>(
  context: Pick<Context, 'db'>,
  blueprintId: string,
  work: (trx: Trx, blueprint: Blueprint) => Promise<T>,
): Promise<T> {
  return inTransaction(context.db, async (trx) => {
    const blueprint = await lockBlueprint(trx, blueprintId);
    if (blueprint === undefined) throw noSuchBlueprint();
    return work(trx, blueprint);
  });
}
