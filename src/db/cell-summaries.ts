import type { Box } from '#core/annotation/mask.ts';
import type { CellState } from '#core/blueprint/cell-state.ts';
import type { PlacementChoice, Region } from '#core/blueprint/drawing-options.ts';
import type { PictureKind } from '#core/blueprint/picture-kind.ts';
import type { Verdict } from '#core/review/decision.ts';
import { type RawBuilder, sql } from 'kysely';
import type { JobSummary } from './job-list.ts';
import type { Db } from './schema.ts';

/** Jobs by state, and candidates by verdict. */
export type CellCounts = {
  queued: number;
  running: number;
  failed: number;
  approved: number;
  rejected: number;
  undecided: number;
};

/** A cell as the matrix shows it. */
export type CellSummary = CellCounts & {
  id: string;
  golden_id: string;
  defect_id: string;
  golden_name: string;
  defect_name: string;
  state: CellState;
  state_reason: string | null;
  target: number;
  placement: PlacementChoice;
  region: Region | null;
  prompt_text: string;
  /** Of allowed variation, which is on top of the target; the other numbers do not count it. */
  allowed: CellCounts;
  /** The newest candidates, with the box of their largest mark in parts of the picture. */
  latest: { id: string; kind: PictureKind; verdict: Verdict; mark: Box | null }[];
  jobs: Omit<JobSummary, 'cell_id'>[];
};

/**
 * Row by row of the matrix; cells of removed golden images and defects are left out. Of jobs that wait and have nothing
 * to tell, a matrix says how many there are: with thousands of them, they were most of what it read.
 */
export async function cellSummaries(db: Db, blueprintId: string): Promise<CellSummary[]> {
  return summaries(db, sql`c.blueprint_id = ${blueprintId}`, sql`state <> 'queued' or failure is not null`);
}

export async function cellSummary(db: Db, cellId: string): Promise<CellSummary | undefined> {
  return (await summaries(db, sql`c.id = ${cellId}`, sql`true`))[0];
}

async function summaries(
  db: Db,
  where: RawBuilder<unknown>,
  isShown: RawBuilder<unknown>,
): Promise<CellSummary[]> {
  const result = await sql<CellSummary>`
    select c.id, c.golden_id, c.defect_id, g.name as golden_name, d.name as defect_name,
      c.state, c.state_reason, c.target, c.placement, c.region, coalesce(p.text, '') as prompt_text,
      j.queued, j.running, j.failed, j.jobs, k.approved, k.rejected, k.undecided, l.latest,
      j.allowed || k.allowed as allowed
    from cell c
    join golden_image g on g.id = c.golden_id and g.removed_at is null
    join defect d on d.id = c.defect_id and d.removed_at is null
    left join prompt p on p.id = c.prompt_id
    cross join lateral (
      select
        count(*) filter (where state = 'queued' and kind = 'defect')::int as queued,
        count(*) filter (where state = 'running' and kind = 'defect')::int as running,
        count(*) filter (where state = 'failed' and kind = 'defect')::int as failed,
        jsonb_build_object(
          'queued', count(*) filter (where state = 'queued' and kind <> 'defect'),
          'running', count(*) filter (where state = 'running' and kind <> 'defect'),
          'failed', count(*) filter (where state = 'failed' and kind <> 'defect')
        ) as allowed,
        coalesce(json_agg(json_build_object(
          'id', id, 'kind', kind, 'state', state, 'progress', progress,
          'progress_estimated', progress_estimated, 'generator', generator, 'failed_attempts', failed_attempts,
          'failure', failure, 'created_at', created_at
        ) order by rank) filter (where is_shown and rank <= 20), '[]') as jobs
      from (
        select *, row_number() over (
          partition by is_shown order by array_position(array['running', 'failed', 'queued'], state), ordinal
        ) as rank
        from (
          select id, kind, state, progress, progress_estimated, generator, failed_attempts, failure, created_at,
            ordinal, (${isShown}) as is_shown
          from job
          where cell_id = c.id and (state in ('queued', 'running') or (state = 'failed' and not dismissed))
        ) job
      ) open_jobs
    ) j
    cross join lateral (
      select
        count(*) filter (where verdict = 'approved' and kind = 'defect')::int as approved,
        count(*) filter (where verdict = 'rejected' and kind = 'defect')::int as rejected,
        count(*) filter (where verdict = 'undecided' and kind = 'defect')::int as undecided,
        jsonb_build_object(
          'approved', count(*) filter (where verdict = 'approved' and kind <> 'defect'),
          'rejected', count(*) filter (where verdict = 'rejected' and kind <> 'defect'),
          'undecided', count(*) filter (where verdict = 'undecided' and kind <> 'defect')
        ) as allowed
      from candidate where cell_id = c.id
    ) k
    cross join lateral (
      select coalesce(json_agg(json_build_object(
          'id', newest.id, 'kind', kind, 'verdict', verdict,
          'mark', case when box is not null then json_build_object(
            'x', (box->>'x')::float / width, 'y', (box->>'y')::float / height,
            'width', (box->>'width')::float / width, 'height', (box->>'height')::float / height
          ) end
        ) order by ordinal desc), '[]') as latest
      from (
        select id, kind, verdict, ordinal, width, height, measured
        from candidate where cell_id = c.id order by ordinal desc limit 4
      ) newest
      cross join lateral (
        select instances from annotation where candidate_id = newest.id order by version desc limit 1
      ) marked
      -- Nothing is marked in allowed variation: what was drawn is shown.
      left join lateral (
        select mark->'box' as box from jsonb_array_elements(
          case when kind = 'defect' then marked.instances else measured->'marks' end
        ) as mark
        order by (mark->>'area')::int desc limit 1
      ) largest on true
    ) l
    where ${where}
    order by g.ordinal, d.ordinal`.execute(db);
  return result.rows;
}

/** A cell's place and state, and nothing of what it holds. */
export type MatrixCell = Pick<CellSummary, 'id' | 'golden_id' | 'defect_id' | 'state'>;

/** Cells of removed golden images and defects are left out. */
export async function matrixCells(db: Db, blueprintId: string): Promise<MatrixCell[]> {
  return db
    .selectFrom('cell')
    .innerJoin('golden_image', 'golden_image.id', 'cell.golden_id')
    .innerJoin('defect', 'defect.id', 'cell.defect_id')
    .select(['cell.id', 'cell.golden_id', 'cell.defect_id', 'cell.state'])
    .where('cell.blueprint_id', '=', blueprintId)
    .where('golden_image.removed_at', 'is', null)
    .where('defect.removed_at', 'is', null)
    .execute();
}
