import type { Verdict } from '#core/review/decision.ts';
import { type Insertable, type Selectable, sql } from 'kysely';
import { type CandidateFilter, passes } from './candidate-filter.ts';
import type { Db, Schema, Trx } from './schema.ts';

export async function insertCandidate(
  trx: Trx,
  candidate: Insertable<Schema['candidate']>,
  annotation: Insertable<Schema['annotation']>,
): Promise<void> {
  await insertCandidates(trx, [{ candidate, annotation }]);
}

export async function insertCandidates(
  trx: Trx,
  rows: readonly {
    candidate: Insertable<Schema['candidate']>;
    annotation: Insertable<Schema['annotation']>;
  }[],
): Promise<void> {
  await trx
    .insertInto('candidate')
    .values(rows.map(({ candidate }) => candidate))
    .execute();
  await trx
    .insertInto('annotation')
    .values(rows.map(({ annotation }) => annotation))
    .execute();
}

/**
 * The content of every picture that was brought in, and since when it is there. A generated one says so in its file, so that
 * no other has its content.
 */
export async function pictureHashes(db: Db, blueprintId: string): Promise<Map<string, Date>> {
  const rows = await db
    .selectFrom('candidate')
    .select(['picture_hash', 'created_at'])
    .where('blueprint_id', '=', blueprintId)
    .where('source', '<>', 'generated')
    .execute();
  return new Map(rows.map((row) => [row.picture_hash, row.created_at]));
}

export async function countVerdicts(
  db: Db,
  blueprintId: string,
  filter: Omit<CandidateFilter, 'verdict'>,
): Promise<Record<Verdict, number>> {
  const rows = await db
    .selectFrom('candidate')
    .innerJoin('cell', 'cell.id', 'candidate.cell_id')
    .innerJoin('golden_image', 'golden_image.id', 'cell.golden_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .where('candidate.blueprint_id', '=', blueprintId)
    .where('golden_image.removed_at', 'is', null)
    .where('defect.removed_at', 'is', null)
    .where(passes(filter))
    .select(['candidate.verdict', sql<number>`count(*)::int`.as('count')])
    .groupBy('candidate.verdict')
    .execute();
  const counts = { approved: 0, rejected: 0, undecided: 0 };
  for (const row of rows) counts[row.verdict] = row.count;
  return counts;
}

/** Those that the other filters let through, whatever their verdict. */
export async function countDisputed(
  db: Db,
  blueprintId: string,
  filter: Omit<CandidateFilter, 'verdict' | 'disputed'>,
): Promise<number> {
  const { approved, rejected, undecided } = await countVerdicts(db, blueprintId, {
    ...filter,
    disputed: true,
  });
  return approved + rejected + undecided;
}

export type CandidateFiles = Pick<
  Selectable<Schema['candidate']>,
  'picture_hash' | 'thumbnail_hash' | 'large_thumbnail_hash'
>;

/** The content behind a candidate's picture and thumbnails. */
export async function candidateFile(db: Db, id: string): Promise<CandidateFiles | undefined> {
  return db
    .selectFrom('candidate')
    .select(['picture_hash', 'thumbnail_hash', 'large_thumbnail_hash'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function annotationMask(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('annotation').select('mask_hash').where('id', '=', id).executeTakeFirst();
  return row?.mask_hash;
}
