import type { Db, Trx } from './schema.ts';

/** What of a legacy file was imported before: the item, and the row that it became. */
export async function legacyItems(db: Db, sourceId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('legacy_item')
    .select(['item', 'row_id'])
    .where('source_id', '=', sourceId)
    .execute();
  return new Map(rows.map((row) => [row.item, row.row_id]));
}

export async function insertLegacyItems(
  trx: Trx,
  sourceId: string,
  items: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = [...items].map(([item, row_id]) => ({ source_id: sourceId, item, row_id }));
  // 3 parameters each; PostgreSQL takes 65,535 in one statement.
  for (let i = 0; i < rows.length; i += 10_000) {
    await trx
      .insertInto('legacy_item')
      .values(rows.slice(i, i + 10_000))
      .execute();
  }
}
