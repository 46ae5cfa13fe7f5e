import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

// Rows as the program would write them, without a picture drawn: for what only looks at rows.

/** Queued jobs of a cell. */
export async function insertJobs(db: Db, cellId: string, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into job (id, blueprint_id, cell_id, prompt_id, generator, seed, drawing)
    select gen_random_uuid(), blueprint_id, id, prompt_id, 'renderer', n, '{}'
    from cell, generate_series(1, ${count}) n where id = ${cellId} returning id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Ends jobs, each with a candidate whose strongest mark has the contrast that `score` says. */
export async function insertCandidates(db: Db, jobIds: string[], score = 3): Promise<string[]> {
  const measured = { marks: [{ contrast: { units: score / 2 } }, { contrast: { units: score } }] };
  const { rows } = await sql<{ id: string }>`
    with ended as (
      update job set state = 'succeeded' where id = any(${jobIds}::uuid[]) returning *
    ), made as (
      insert into candidate (id, blueprint_id, cell_id, job_id, source, picture_hash, thumbnail_hash, width, height, measured)
      select gen_random_uuid(), blueprint_id, cell_id, id, 'generated', 'p', 't', 64, 64, ${JSON.stringify(measured)}
      from ended returning id
    )
    select id from made`.execute(db);
  await sql`
    insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
    select gen_random_uuid(), id, 1, 'm', 1, '[]', 'renderer', 'generator'
    from unnest(${rows.map(({ id }) => id)}::uuid[]) id`.execute(db);
  return rows.map(({ id }) => id);
}
