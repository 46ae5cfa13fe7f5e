import { type Insertable, sql } from 'kysely';
import type { LabelChoice, LabelReport, LabelResult } from '#core/dataset/import/label-report.ts';
import { type Claimed, claimedUntil, tellProgress } from './claimed-work.ts';
import type { Db, LabelImportRow, Schema, Trx } from './schema.ts';

/** Announces that labels wait to be looked through, or imported. */
export const labelChannel = 'redrabbit_labels';
/** For so many days an upload can be checked again, and imported. */
export const labelDays = 7;

/** An upload that is still not all there after a day was cut off by a crash. */
export const areLabelsKept = sql<boolean>`created_at >
  now() - (case state when 'uploading' then 1 else ${labelDays} end) * interval '1 day'`;

export async function insertLabelImport(
  db: Db,
  row: Pick<Insertable<Schema['label_import']>, 'id' | 'blueprint_id' | 'author' | 'file_name' | 'choice'>,
): Promise<void> {
  await db.insertInto('label_import').values(row).execute();
}

export async function addLabelPiece(db: Db, id: string, hash: string, bytes: number): Promise<void> {
  await db
    .updateTable('label_import')
    .set({ pieces: sql`array_append(pieces, ${hash})`, bytes: sql`bytes + ${bytes}` })
    .where('id', '=', id)
    .execute();
}

/** One that has arrived as a whole, and not too long ago. */
export async function findLabelImport(db: Db, id: string): Promise<LabelImportRow | undefined> {
  return arrived(db).where('id', '=', id).executeTakeFirst();
}

/** The newest of a blueprint's, newest first. */
export async function labelImportsOf(db: Db, blueprintId: string, limit: number): Promise<LabelImportRow[]> {
  return arrived(db)
    .where('blueprint_id', '=', blueprintId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

function arrived(db: Db) {
  return db.selectFrom('label_import').selectAll().where('state', '!=', 'uploading').where(areLabelsKept);
}

/** Nobody can do anything with them any more. */
export async function removeOldLabelImports(db: Db, blueprintId: string): Promise<void> {
  await sql`delete from label_import where blueprint_id = ${blueprintId} and not ${areLabelsKept}`.execute(
    db,
  );
}

/** False when it was gone. Whoever works on it notices. */
export async function removeLabelImport(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('label_import').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** False, and without effect, when it is in none of the states `from`. */
export async function askOfLabels(
  trx: Trx,
  id: string,
  from: readonly LabelImportRow['state'][],
  to: { state: 'checking' | 'importing'; choice: LabelChoice; author: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('label_import')
    .set({ ...to, choice: JSON.stringify(to.choice), error: null, done: 0, total: 0, claim: null })
    .set({ claimed_until: null, importing_since: to.state === 'importing' ? sql`now()` : null })
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst();
  await sql`select pg_notify(${labelChannel}, ${id})`.execute(trx);
  return numUpdatedRows > 0n;
}

/** Takes what waits longest, or whose worker gave no sign of life. `claim` fences what follows. */
export async function claimLabels(db: Db, claim: string): Promise<LabelImportRow | undefined> {
  const { rows } = await sql<{ id: string }>`
    update label_import set claim = ${claim}, claimed_until = ${claimedUntil}
    where id = (
      select id from label_import
      where state in ('checking', 'importing') and (claimed_until is null or claimed_until < now())
      order by created_at limit 1 for update skip locked
    )
    returning id`.execute(db);
  if (rows[0] === undefined) return undefined;
  return db.selectFrom('label_import').selectAll().where('id', '=', rows[0].id).executeTakeFirst();
}

/** A sign of life, which open pages see as progress; false when it is somebody else's, or gone. */
export async function keepLabelClaim(
  db: Db,
  { id, claim }: Claimed,
  { done, total }: { done: number; total: number },
): Promise<boolean> {
  const kept = sql`
    update label_import set done = ${done}, total = ${total}, claimed_until = ${claimedUntil}
    where id = ${id} and claim = ${claim} returning blueprint_id`;
  return tellProgress(db, kept, { id, done, total });
}

/** Somebody else may take it at once. */
export async function handBackLabels(db: Db, { id, claim }: Claimed): Promise<void> {
  await ours(db, { id, claim }).set({ claim: null, claimed_until: null }).execute();
  await sql`select pg_notify(${labelChannel}, ${id})`.execute(db);
}

export type LabelOutcome =
  | { readonly state: 'checked'; readonly report: LabelReport }
  | { readonly state: 'done'; readonly result: LabelResult }
  | { readonly state: 'failed'; readonly error: string };

/** False, and without effect, when it is somebody else's by now. */
export async function endLabels(trx: Trx, claimed: Claimed, outcome: LabelOutcome): Promise<boolean> {
  const { numUpdatedRows } = await ours(trx, claimed)
    .set({
      state: outcome.state,
      claim: null,
      claimed_until: null,
      ...(outcome.state === 'checked' && { report: JSON.stringify(outcome.report), result: null }),
      ...(outcome.state === 'done' && { result: JSON.stringify(outcome.result) }),
      ...(outcome.state === 'failed' && { error: outcome.error }),
    })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function ours(db: Db, { id, claim }: Claimed) {
  return db.updateTable('label_import').where('id', '=', id).where('claim', '=', claim);
}
