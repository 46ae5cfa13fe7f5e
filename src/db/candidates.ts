import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import type { RejectReason, Verdict } from '#core/review/decision.ts';
import { type ExpressionBuilder, type Insertable, type Selectable, sql } from 'kysely';
import type { Db, Schema, Trx } from './schema.ts';
import type { AnnotationOrigin, CandidateSource } from './schema/review-tables.ts';

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

/** A candidate with its newest annotation and how it came to be. */
export type CandidateRecord = {
  id: string;
  blueprint_id: string;
  cell_id: string;
  golden_id: string;
  defect_id: string;
  source: CandidateSource;
  kind: PictureKind;
  generator: string | null;
  generator_version: string | null;
  seed: string | null;
  prompt_id: string | null;
  prompt_text: string | null;
  picture_hash: string;
  thumbnail_hash: string;
  width: number;
  height: number;
  measured: Record<string, unknown>;
  score: number | null;
  verdict: Verdict;
  reasons: RejectReason[];
  note: string | null;
  disputed: boolean;
  ordinal: string;
  created_at: Date;
  source_type: SyntheticSourceType | null;
  credentials_hash: string | null;
  annotation_id: string;
  mask_origin: AnnotationOrigin;
  mask_hash: string;
  area: number;
  instances: AnnotatedInstance[];
  /** The other defects that its job asked for, in order. */
  companions: { defectId: string; promptId: string; promptText: string }[];
};

const columns = [
  'candidate.id',
  'candidate.blueprint_id',
  'candidate.cell_id',
  'cell.golden_id',
  'cell.defect_id',
  'candidate.source',
  'job.generator',
  'candidate.generator_version',
  'job.seed',
  'prompt.id as prompt_id',
  'prompt.text as prompt_text',
  'candidate.picture_hash',
  'candidate.thumbnail_hash',
  'candidate.width',
  'candidate.height',
  'candidate.measured',
  'candidate.score',
  'candidate.reasons',
  'candidate.note',
  'candidate.disputed',
  'candidate.ordinal',
  'candidate.created_at',
  'candidate.source_type',
  'candidate.credentials_hash',
] as const;

/** The prompt of its job, or else its own. */
const madeFrom = sql<string>`coalesce(job.prompt_id, candidate.prompt_id)`;

const companions = sql<CandidateRecord['companions']>`(
  select coalesce(json_agg(json_build_object(
    'defectId', joined.defect_id, 'promptId', said.id, 'promptText', said.text
  ) order by job_companion.position), '[]')
  from job_companion
  join cell joined on joined.id = job_companion.cell_id
  join prompt said on said.id = job_companion.prompt_id
  where job_companion.job_id = candidate.job_id
)`;

function records(db: Db) {
  return db
    .selectFrom('candidate')
    .innerJoin('cell', 'cell.id', 'candidate.cell_id')
    .innerJoin('golden_image', (join) =>
      join.onRef('golden_image.id', '=', 'cell.golden_id').on('golden_image.removed_at', 'is', null),
    )
    .innerJoin('defect', (join) =>
      join.onRef('defect.id', '=', 'cell.defect_id').on('defect.removed_at', 'is', null),
    )
    .innerJoinLateral(
      (lateral) =>
        lateral
          .selectFrom('annotation')
          .select([
            'annotation.id as annotation_id',
            'annotation.mask_hash',
            'annotation.area',
            'annotation.instances',
            'annotation.origin',
          ])
          .whereRef('annotation.candidate_id', '=', 'candidate.id')
          .orderBy('version', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .leftJoin('job', 'job.id', 'candidate.job_id')
    .leftJoin('prompt', (join) => join.on('prompt.id', '=', madeFrom))
    .select([
      ...columns,
      'candidate.kind',
      'candidate.verdict',
      'newest.annotation_id',
      'newest.mask_hash',
      'newest.area',
      'newest.instances',
      'newest.origin as mask_origin',
      companions.as('companions'),
    ]);
}

export type CandidateFilter = {
  verdict?: Verdict;
  /** Those on which reviewers disagree, or the others. */
  disputed?: boolean;
  cellId?: string;
  goldenId?: string;
  defectId?: string;
  kind?: PictureKind;
  /** How clearly the strongest mark shows; pictures of which nobody knows it pass neither. */
  minScore?: number;
  maxScore?: number;
};

/** Those after the given ordinal, so many at most. */
export type CandidatePage = { after?: { ordinal: string } | undefined; limit?: number };

/** In the order they were made. */
export async function candidatesOf(
  db: Db,
  blueprintId: string,
  filter: CandidateFilter,
  page: CandidatePage = {},
): Promise<CandidateRecord[]> {
  let query = records(db).where('candidate.blueprint_id', '=', blueprintId).where(passes(filter));
  if (filter.verdict !== undefined) query = query.where('candidate.verdict', '=', filter.verdict);
  if (page.after !== undefined) query = query.where('candidate.ordinal', '>', page.after.ordinal);
  if (page.limit !== undefined) query = query.limit(page.limit);
  return query.orderBy('candidate.ordinal').execute();
}

/** All filters but that of the verdict. */
function passes(filter: Omit<CandidateFilter, 'verdict'>) {
  return (where: ExpressionBuilder<Pick<Schema, 'candidate' | 'cell'>, 'candidate' | 'cell'>) => {
    const { disputed, cellId, goldenId, defectId, kind, minScore, maxScore } = filter;
    return where.and([
      ...(disputed === undefined ? [] : [where('candidate.disputed', '=', disputed)]),
      ...(cellId === undefined ? [] : [where('candidate.cell_id', '=', cellId)]),
      ...(goldenId === undefined ? [] : [where('cell.golden_id', '=', goldenId)]),
      ...(defectId === undefined ? [] : [where('cell.defect_id', '=', defectId)]),
      ...(kind === undefined ? [] : [where('candidate.kind', '=', kind)]),
      ...(minScore === undefined ? [] : [where('candidate.score', '>=', minScore)]),
      ...(maxScore === undefined ? [] : [where('candidate.score', '<=', maxScore)]),
    ]);
  };
}

/** In the order they were made. */
export async function candidatesOfRelease(
  db: Db,
  blueprintId: string,
  number: number,
  { after, limit }: CandidatePage & { limit: number },
): Promise<CandidateRecord[]> {
  return (
    db
      .with('frozen', (with_) =>
        with_
          .selectFrom('release_item')
          .innerJoin('release', 'release.id', 'release_item.release_id')
          .where('release.blueprint_id', '=', blueprintId)
          .where('release.number', '=', number)
          .select(['release_item.candidate_id', 'release_item.annotation_id']),
      )
      .selectFrom('frozen')
      .innerJoin('candidate', 'candidate.id', 'frozen.candidate_id')
      .innerJoin('cell', 'cell.id', 'candidate.cell_id')
      .innerJoin('annotation', 'annotation.id', 'frozen.annotation_id')
      .leftJoin('job', 'job.id', 'candidate.job_id')
      .leftJoin('prompt', (join) => join.on('prompt.id', '=', madeFrom))
      .select([
        ...columns,
        'annotation.id as annotation_id',
        'annotation.mask_hash',
        'annotation.area',
        'annotation.instances',
        'annotation.origin as mask_origin',
        companions.as('companions'),
      ])
      // Frozen is approved, whatever somebody decided later, and shows what its mask of then says.
      .select([
        sql<Verdict>`'approved'`.as('verdict'),
        sql<PictureKind>`case when annotation.area = 0 then 'allowed-variation' else 'defect' end`.as('kind'),
      ])
      .where('candidate.blueprint_id', '=', blueprintId)
      .where('candidate.ordinal', '>', after?.ordinal ?? '0')
      .orderBy('candidate.ordinal')
      .limit(limit)
      .execute()
  );
}

export async function findCandidate(db: Db, id: string): Promise<CandidateRecord | undefined> {
  return records(db).where('candidate.id', '=', id).executeTakeFirst();
}

/** The content of every candidate's picture. */
export async function pictureHashes(db: Db, blueprintId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('candidate')
    .select('picture_hash')
    .where('blueprint_id', '=', blueprintId)
    .execute();
  return new Set(rows.map((row) => row.picture_hash));
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
