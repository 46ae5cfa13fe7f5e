import { type Insertable, sql } from 'kysely';
import { deletionChannel } from './events.ts';
import type { BlueprintRow, Db, Schema, Trx } from './schema.ts';

export type Blueprint = BlueprintRow;

export async function insertBlueprint(db: Db, blueprint: Insertable<Schema['blueprint']>): Promise<void> {
  await db.insertInto('blueprint').values(blueprint).execute();
}

export async function findBlueprint(db: Db, id: string): Promise<Blueprint | undefined> {
  return db.selectFrom('blueprint').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * Locks the row until the transaction ends; `undefined` when there is no such blueprint. `no key`: rows that
 * refer to the blueprint may be added meanwhile.
 */
export async function lockBlueprint(trx: Trx, id: string): Promise<Blueprint | undefined> {
  return trx.selectFrom('blueprint').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/**
 * Locks several, always in the same order. Returns those that are there; of those that somebody else holds none, if they
 * are to be skipped.
 */
export async function lockBlueprints(
  trx: Trx,
  ids: readonly string[],
  options: { skipHeld?: boolean } = {},
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('blueprint')
    .select('id')
    // One text for any number of them.
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .$if(options.skipHeld === true, (query) => query.skipLocked())
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function updateBlueprint(
  trx: Trx,
  id: string,
  change: { name?: string; product_kind?: string; material?: string; settings?: string },
): Promise<void> {
  await trx.updateTable('blueprint').set(change).where('id', '=', id).execute();
}

/** Removes the blueprint with its whole history, and tells every open page; the one place that may. */
export async function eraseBlueprint(trx: Trx, id: string): Promise<void> {
  await sql`set local redrabbit.erase = 'on'`.execute(trx);
  await trx.deleteFrom('blueprint').where('id', '=', id).execute();
  await sql`select pg_notify(${deletionChannel}, ${id})`.execute(trx);
}
