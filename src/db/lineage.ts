import type { Box } from '#core/annotation/mask.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { RejectReason, Verdict } from '#core/review/decision.ts';
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';
import type { PromptOrigin } from './schema/blueprint-tables.ts';

export type LineageNode = {
  id: string;
  text: string;
  parameters: PromptParameters;
  origin: PromptOrigin;
  author: string;
  created_at: Date;
  parent_ids: string[];
  approved: number;
  rejected: number;
  undecided: number;
  made_by: { generator: string; model: string | null }[];
  latest: { id: string; verdict: Verdict; mark: Box | null }[];
};

/** A cell's newest prompts, newest first, with what was made from them. Allowed variation shows no prompt's worth. */
export async function lineageOfCell(db: Db, cellId: string, limit: number): Promise<LineageNode[]> {
  const result = await sql<LineageNode>`
    with pictures as materialized (
      select candidate.id, coalesce(job.prompt_id, candidate.prompt_id) as prompt_id, candidate.verdict,
        candidate.ordinal, candidate.width, candidate.height,
        row_number() over (
          partition by coalesce(job.prompt_id, candidate.prompt_id) order by candidate.ordinal desc
        ) as rank
      from candidate left join job on job.id = candidate.job_id
      where candidate.cell_id = ${cellId} and candidate.kind = 'defect'
    ), counted as (
      select prompt_id, count(*) filter (where verdict = 'approved')::int as approved,
        count(*) filter (where verdict = 'rejected')::int as rejected,
        count(*) filter (where verdict = 'undecided')::int as undecided
      from pictures group by prompt_id
    ), shown as (
      select pictures.prompt_id, json_agg(json_build_object(
          'id', pictures.id, 'verdict', verdict, 'mark', case when largest.box is not null then json_build_object(
            'x', (largest.box->>'x')::float / width, 'y', (largest.box->>'y')::float / height,
            'width', (largest.box->>'width')::float / width, 'height', (largest.box->>'height')::float / height
          ) end
        ) order by rank) as latest
      from pictures
      cross join lateral (
        select instances from annotation where candidate_id = pictures.id order by version desc limit 1
      ) marked
      left join lateral (
        select mark->'box' as box from jsonb_array_elements(marked.instances) as mark
        order by (mark->>'area')::int desc limit 1
      ) largest on true
      where rank <= 4 group by pictures.prompt_id
    ), makers as (
      select prompt_id, json_agg(json_build_object('generator', generator, 'model', model) order by first) as made_by
      from (
        select prompt_id, generator, model, min(ordinal) as first
        from job where prompt_id in (select id from prompt where cell_id = ${cellId}) group by prompt_id, generator, model
      ) ways group by prompt_id
    )
    select prompt.id, prompt.text, prompt.parameters, prompt.origin, prompt.author, prompt.created_at,
      array(select parent_id from prompt_parent where prompt_id = prompt.id order by position) as parent_ids,
      coalesce(approved, 0) as approved, coalesce(rejected, 0) as rejected, coalesce(undecided, 0) as undecided,
      coalesce(latest, '[]') as latest, coalesce(made_by, '[]') as made_by
    from prompt
    left join counted on counted.prompt_id = prompt.id
    left join shown on shown.prompt_id = prompt.id
    left join makers on makers.prompt_id = prompt.id
    where prompt.cell_id = ${cellId}
    order by prompt.ordinal desc limit ${limit}`.execute(db);
  return result.rows;
}

export async function countPrompts(db: Db, cellId: string): Promise<number> {
  const { count } = await db
    .selectFrom('prompt')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('cell_id', '=', cellId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export type RatedPicture = {
  id: string;
  prompt_id: string;
  verdict: Verdict;
  reasons: RejectReason[];
  note: string | null;
  seed: string | null;
  generator: string | null;
  model: string | null;
  created_at: Date;
};

/** Every picture of a cell that was made from a prompt, oldest first. */
export async function ratedPictures(db: Db, cellId: string): Promise<RatedPicture[]> {
  const result = await sql<RatedPicture>`
    select candidate.id, coalesce(job.prompt_id, candidate.prompt_id) as prompt_id, candidate.verdict,
      candidate.reasons, candidate.note, job.seed, job.generator, job.model, candidate.created_at
    from candidate left join job on job.id = candidate.job_id
    where candidate.cell_id = ${cellId} and candidate.kind = 'defect'
      and coalesce(job.prompt_id, candidate.prompt_id) is not null
    order by candidate.ordinal`.execute(db);
  return result.rows;
}

/** Those of the prompts that are the cell's, with their texts, in the order that was asked for. */
export async function promptsIn(
  db: Db,
  cellId: string,
  ids: string[],
): Promise<{ id: string; text: string; parameters: PromptParameters }[]> {
  const rows = await db
    .selectFrom('prompt')
    .select(['id', 'text', 'parameters'])
    .where('cell_id', '=', cellId)
    .where((where) => where('id', '=', sql<string>`any(${ids}::uuid[])`))
    .execute();
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

export async function setCurrentPrompt(trx: Trx, cellId: string, promptId: string): Promise<void> {
  await trx.updateTable('cell').set({ prompt_id: promptId }).where('id', '=', cellId).execute();
}
