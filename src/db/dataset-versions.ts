import { type Insertable, sql } from 'kysely';
import type { DatasetContents } from '#core/dataset/dataset-options.ts';
import { type Claimed, claimedUntil, tellProgress } from './claimed-work.ts';
import type { DatasetPartRow, DatasetVersionRow, Db, Schema, Trx } from './schema.ts';

/** Announces that a version waits to be prepared. */
export const datasetChannel = 'redrabbit_dataset';

/** A version with the number of its release. */
export type DatasetVersionRecord = DatasetVersionRow & { release: number };

/**
 * The version of that release with those options; made, or tried again where it failed: then it is `queued` anew.
 * Concurrent calls get the same one.
 */
export async function requestVersion(
  trx: Trx,
  version: Pick<
    Insertable<Schema['dataset_version']>,
    'id' | 'blueprint_id' | 'release_id' | 'options' | 'options_key'
  >,
): Promise<{ id: string; queued: boolean }> {
  const { rows } = await sql<{ id: string }>`
    insert into dataset_version (id, blueprint_id, release_id, options, options_key)
    values (${version.id}, ${version.blueprint_id}, ${version.release_id}, ${version.options}, ${version.options_key})
    on conflict (release_id, options_key) do nothing returning id`.execute(trx);
  const found =
    rows[0] ??
    (await trx
      .selectFrom('dataset_version')
      .select('id')
      .where('release_id', '=', version.release_id)
      .where('options_key', '=', version.options_key)
      .executeTakeFirstOrThrow());
  const again = await trx
    .updateTable('dataset_version')
    .set({ state: 'queued', error: null, files_done: 0 })
    .where('id', '=', found.id)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  await sql`select pg_notify(${datasetChannel}, ${found.id})`.execute(trx);
  return { id: found.id, queued: rows.length > 0 || again.numUpdatedRows > 0n };
}

export async function findVersion(db: Db, id: string): Promise<DatasetVersionRecord | undefined> {
  return records(db).where('dataset_version.id', '=', id).executeTakeFirst();
}

/** The newest of a blueprint's, newest first. */
export async function versionsOf(
  db: Db,
  blueprintId: string,
  limit: number,
): Promise<DatasetVersionRecord[]> {
  return records(db)
    .where('dataset_version.blueprint_id', '=', blueprintId)
    .orderBy('dataset_version.created_at', 'desc')
    .orderBy('dataset_version.id')
    .limit(limit)
    .execute();
}

/** In order of version and number. */
export async function partsOf(db: Db, versionIds: readonly string[]): Promise<DatasetPartRow[]> {
  if (versionIds.length === 0) return [];
  return db
    .selectFrom('dataset_part')
    .selectAll()
    .where('version_id', 'in', versionIds)
    .orderBy('version_id')
    .orderBy('number')
    .execute();
}

function records(db: Db) {
  return db
    .selectFrom('dataset_version')
    .innerJoin('release', 'release.id', 'dataset_version.release_id')
    .selectAll('dataset_version')
    .select('release.number as release');
}

/** Takes the version that waits longest, or whose worker gave no sign of life. `claim` fences what follows. */
export async function claimVersion(db: Db, claim: string): Promise<DatasetVersionRecord | undefined> {
  const { rows } = await sql<{ id: string }>`
    update dataset_version set state = 'running', claim = ${claim}, claimed_until = ${claimedUntil}, files_done = 0
    where id = (
      select id from dataset_version where state = 'queued' or (state = 'running' and claimed_until < now())
      order by created_at limit 1 for update skip locked
    )
    returning id`.execute(db);
  return rows[0] === undefined ? undefined : findVersion(db, rows[0].id);
}

/** A sign of life, which open pages see as progress; false when the version is somebody else's, or gone. */
export async function keepClaim(
  db: Db,
  { id, claim }: Claimed,
  { done, total }: { done: number; total: number },
): Promise<boolean> {
  const kept = sql`
    update dataset_version set files_done = ${done}, files_total = ${total}, claimed_until = ${claimedUntil}
    where id = ${id} and claim = ${claim} and state = 'running' returning blueprint_id`;
  return tellProgress(db, kept, { id, done, total });
}

/** Somebody else may take it at once. */
export async function handBackVersion(db: Db, { id, claim }: Claimed): Promise<void> {
  await ours(db, id, claim).set({ state: 'queued', claim: null, claimed_until: null }).execute();
  await sql`select pg_notify(${datasetChannel}, ${id})`.execute(db);
}

/** False when the version is somebody else's. */
export async function failVersion(trx: Trx, { id, claim }: Claimed, error: string): Promise<boolean> {
  const { numUpdatedRows } = await ours(trx, id, claim)
    .set({ state: 'failed', error, claim: null, claimed_until: null })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export type ReadyVersion = {
  modified: string;
  folder: string;
  contents: DatasetContents;
  packs: string[];
  parts: Insertable<Schema['dataset_part']>[];
};

/** From here on it never changes. False, and without effect, when the version is somebody else's. */
export async function finishVersion(trx: Trx, { id, claim }: Claimed, ready: ReadyVersion): Promise<boolean> {
  const { parts, contents, ...rest } = ready;
  const files = parts.reduce((sum, part) => sum + part.files, 0);
  const { numUpdatedRows } = await ours(trx, id, claim)
    .set({
      ...rest,
      contents: JSON.stringify(contents),
      state: 'ready',
      files_done: files,
      files_total: files,
      claim: null,
      claimed_until: null,
    })
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await trx.insertInto('dataset_part').values(parts).execute();
  return true;
}

function ours(db: Db, id: string, claim: string) {
  return db
    .updateTable('dataset_version')
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('state', '=', 'running');
}
