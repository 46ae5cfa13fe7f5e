import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { RejectReason, Verdict } from '#core/review/decision.ts';
import { sql } from 'kysely';
import type { Db } from './schema.ts';
import type { CandidateSource } from './schema/review-tables.ts';

type Box = { x: number; y: number; width: number; height: number };

/** A candidate in short. */
export type CandidateIndexRow = {
  id: string;
  ordinal: string;
  cell_id: string;
  golden_id: string;
  defect_id: string;
  prompt_id: string | null;
  verdict: Verdict;
  reasons: RejectReason[];
  note: string | null;
  disputed: boolean;
  kind: PictureKind;
  source: CandidateSource;
  width: number;
  height: number;
  score: number | null;
  /** The largest mark of its newest annotation, or else the first that was drawn. */
  mark: Box | null;
};

/** In the order they were made, after the given ordinal. */
export async function candidateIndexOf(
  db: Db,
  blueprintId: string,
  page: { after?: { ordinal: string }; limit: number },
): Promise<CandidateIndexRow[]> {
  const { rows } = await sql<CandidateIndexRow>`
    select candidate.id, candidate.ordinal, candidate.cell_id, cell.golden_id, cell.defect_id,
      coalesce(job.prompt_id, candidate.prompt_id) as prompt_id, candidate.verdict, candidate.reasons,
      candidate.note, candidate.disputed, candidate.kind, candidate.source, candidate.width, candidate.height, candidate.score,
      coalesce(
        (select mark->'box' from jsonb_array_elements((
            select instances from annotation where candidate_id = candidate.id order by version desc limit 1
          )) mark order by (mark->>'area')::float8 desc limit 1),
        jsonb_path_query_first(candidate.measured, '$.marks[*].box')
      ) as mark
    from candidate
    join cell on cell.id = candidate.cell_id
    join golden_image on golden_image.id = cell.golden_id and golden_image.removed_at is null
    join defect on defect.id = cell.defect_id and defect.removed_at is null
    left join job on job.id = candidate.job_id
    where candidate.blueprint_id = ${blueprintId} and candidate.ordinal > ${page.after?.ordinal ?? '0'}
    order by candidate.ordinal
    limit ${page.limit}`.execute(db);
  return rows;
}

export async function promptTexts(db: Db, ids: string[]): Promise<{ id: string; text: string }[]> {
  return db
    .selectFrom('prompt')
    .select(['id', 'text'])
    .where((where) => where('id', '=', sql<string>`any(${ids}::uuid[])`))
    .execute();
}
