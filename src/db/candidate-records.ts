import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { SyntheticSourceType } from '#core/dataset/source-type.ts';
import type { RejectReason, Verdict } from '#core/review/decision.ts';
import { sql } from 'kysely';
import { type CandidateFilter, passes } from './candidate-filter.ts';
import type { Db } from './schema.ts';
import type { AnnotationOrigin, CandidateSource } from './schema/review-tables.ts';

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
