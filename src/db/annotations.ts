import { type Insertable, sql } from 'kysely';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { Db, Schema, Trx } from './schema.ts';

const columns = [
  'id',
  'candidate_id',
  'version',
  'restored_from',
  'origin',
  'author',
  'created_at',
  'area',
  'mask_hash',
] as const;

export type Annotation = Awaited<ReturnType<typeof annotationsOf>>[number];
export type AnnotationWithInstances = NonNullable<Awaited<ReturnType<typeof findAnnotation>>>;

/** Newest first, without their pixels. */
export async function annotationsOf(db: Db, candidateId: string) {
  return db
    .selectFrom('annotation')
    .select([...columns, sql<number>`jsonb_array_length(instances)`.as('marks')])
    .where('candidate_id', '=', candidateId)
    .orderBy('version', 'desc')
    .execute();
}

export async function findAnnotation(db: Db, id: string) {
  return db
    .selectFrom('annotation')
    .select([...columns, 'instances'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function findVersion(db: Db, candidateId: string, version: number) {
  return db
    .selectFrom('annotation')
    .select([...columns, 'instances'])
    .where('candidate_id', '=', candidateId)
    .where('version', '=', version)
    .executeTakeFirst();
}

/**
 * The next version of a picture's mask. A picture in which nothing is marked is one of a good part from then on, and the
 * other way round; a release that it is in is no longer the newest state.
 */
export async function insertVersion(
  trx: Trx,
  annotation: Insertable<Schema['annotation']>,
  kind: PictureKind,
): Promise<void> {
  await trx
    .updateTable('candidate')
    .set({ kind })
    .where('id', '=', annotation.candidate_id)
    .where('kind', '<>', kind)
    .execute();
  await trx.insertInto('annotation').values(annotation).execute();
  await sql`
    update blueprint set is_released = false from candidate
    where candidate.id = ${annotation.candidate_id} and candidate.verdict = 'approved'
      and blueprint.id = candidate.blueprint_id and is_released`.execute(trx);
}
