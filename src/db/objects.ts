import { type QueryResult, type RawBuilder, sql } from 'kysely';
import { areLabelsKept } from './label-imports.ts';
import type { Db } from './schema.ts';

/** The content of every picture, thumbnail and mask that a row names. */
export async function namedObjects(db: Db): Promise<Set<string>> {
  const { rows } = await patiently(
    db,
    sql<{ hash: string }>`
    select original_hash as hash from golden_image
    union select picture_hash from golden_image
    union select thumbnail_hash from golden_image
    union select large_thumbnail_hash from golden_image where large_thumbnail_hash is not null
    union select foreground_hash from golden_image where foreground_hash is not null
    union select drawing->>'foreground' from job where drawing->>'foreground' is not null
    union select region->>'mask' from cell where region->>'mask' is not null
    union select drawing->'region'->>'mask' from job where drawing->'region'->>'mask' is not null
    union select drawing->'region'->>'mask' from job_companion where drawing->'region'->>'mask' is not null
    union select unnest(array[picture_hash, mask_hash, thumbnail_hash, small_mask_hash])
      from real_sample where removed_at is null
    union select picture_hash from cut_out where removed_at is null
    union select jsonb_array_elements(drawing->'cutOuts')->>'hash' from job where drawing->'cutOuts' <> '[]'
    union select jsonb_array_elements(drawing->'cutOuts')->>'hash'
      from job_companion where drawing->'cutOuts' <> '[]'
    union select credentials_hash from golden_image where credentials_hash is not null
    union select picture_hash from candidate
    union select credentials_hash from candidate where credentials_hash is not null
    union select thumbnail_hash from candidate
    union select large_thumbnail_hash from candidate where large_thumbnail_hash is not null
    union select mask_hash from annotation
    union select list_hash from dataset_part
    union select unnest(packs) from dataset_version
    union select unnest(pieces) from label_import where ${areLabelsKept}`,
  );
  return new Set(rows.map((row) => row.hash));
}

/** When this database began to be used; `null` while it is empty. */
export async function firstUse(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(created_at) as at from project`.execute(db);
  return rows[0]?.at ?? null;
}

/** All rows of a large database take longer than a query that somebody waits for may. */
async function patiently<T>(db: Db, query: RawBuilder<T>): Promise<QueryResult<T>> {
  return db.transaction().execute(async (trx) => {
    await sql`set local statement_timeout = 0`.execute(trx);
    return query.execute(trx);
  });
}
