import { type Insertable, sql } from 'kysely';
import type { Db, ReleaseRow, Schema, ShareLinkRow, Trx } from './schema.ts';

const columns = [
  'share_link.id',
  'share_link.release_id',
  'share_link.with_prompts',
  'share_link.author',
  'share_link.created_at',
  'share_link.expires_at',
  'share_link.revoked_at',
  'share_link.last_used_at',
] as const;

const works = sql<boolean>`(revoked_at is null and expires_at > now())`;

/** Those that work first, and then the newest. */
export async function shareLinksOf(db: Db, releaseId: string, limit: number): Promise<ShareLinkRow[]> {
  return db
    .selectFrom('share_link')
    .select(columns)
    .where('release_id', '=', releaseId)
    .orderBy(works, 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function countWorkingLinks(db: Db, releaseId: string): Promise<number> {
  const row = await db
    .selectFrom('share_link')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('release_id', '=', releaseId)
    .where(works)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function insertShareLink(
  trx: Trx,
  link: Insertable<Schema['share_link']>,
): Promise<ShareLinkRow> {
  return trx.insertInto('share_link').values(link).returning(columns).executeTakeFirstOrThrow();
}

/** With what it belongs to. */
export async function findShareLink(
  db: Db,
  id: string,
): Promise<(ShareLinkRow & Pick<ReleaseRow, 'blueprint_id' | 'number'>) | undefined> {
  return db
    .selectFrom('share_link')
    .innerJoin('release', 'release.id', 'share_link.release_id')
    .select([...columns, 'release.blueprint_id', 'release.number'])
    .where('share_link.id', '=', id)
    .executeTakeFirst();
}

/** Of a link that was revoked before, the first time stays. */
export async function markRevoked(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('share_link')
    .set({ revoked_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

export type OpenLink = ShareLinkRow & Pick<ReleaseRow, 'blueprint_id' | 'number'>;

/** The link with this SHA-256, if it opens anything now. One question for every reason not to. */
export async function findOpenLink(db: Db, tokenHash: string): Promise<OpenLink | undefined> {
  return db
    .selectFrom('share_link')
    .innerJoin('release', 'release.id', 'share_link.release_id')
    .select([...columns, 'release.blueprint_id', 'release.number'])
    .where('token_hash', '=', tokenHash)
    .where(works)
    .executeTakeFirst();
}

/** A page that is loaded again and again writes once a minute. */
export async function markUsed(db: Db, id: string): Promise<void> {
  await sql`update share_link set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(db);
}

/** What of a poster's cell or golden image is meant. */
export type PosterPart = 'golden' | 'candidate' | 'annotation';

const pathTo: Record<PosterPart, (place: number) => string[]> = {
  golden: (place) => ['goldens', String(place), 'id'],
  candidate: (place) => ['cells', String(place), 'best', 'candidateId'],
  annotation: (place) => ['cells', String(place), 'best', 'annotationId'],
};

/** The id that stands at a place (0, 1, …) of a release's poster. */
export async function idOnPoster(
  db: Db,
  releaseId: string,
  part: PosterPart,
  place: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('release')
    .select(sql<string | null>`poster #>> ${pathTo[part](place)}::text[]`.as('id'))
    .where('id', '=', releaseId)
    .executeTakeFirst();
  return row?.id ?? null;
}
