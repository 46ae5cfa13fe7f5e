import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

/**
 * Candidates as like as copies, until a blueprint has `wanted`: rows of their own with the pictures of those that were made. Every
 * sixth copy is approved and every sixth rejected.
 */
export async function multiplyCandidates(db: Db, blueprintId: string, wanted: number): Promise<void> {
  await sql`
    with made as (
      select candidate.*, job.prompt_id as made_from, newest.mask_hash, newest.area, newest.instances,
        row_number() over (order by candidate.ordinal) as place, count(*) over () as total
      from candidate
      join job on job.id = candidate.job_id
      join annotation newest on newest.candidate_id = candidate.id
      where candidate.blueprint_id = ${blueprintId}
    ), copied as (
      select gen_random_uuid() as copy_id, n, made.*
      from generate_series(1, ${wanted} - (select count(*) from made)) n
      join made on made.place = n % made.total + 1
    ), added as (
      insert into candidate (id, blueprint_id, cell_id, kind, source, prompt_id, generator_version, picture_hash,
        thumbnail_hash, large_thumbnail_hash, width, height, measured, verdict)
      select copy_id, blueprint_id, cell_id, kind, source, made_from, generator_version, picture_hash, thumbnail_hash,
        large_thumbnail_hash, width, height, measured, case n % 6 when 0 then 'approved' when 1 then 'rejected' else 'undecided' end
      from copied order by n
      returning id
    )
    insert into annotation (id, candidate_id, version, mask_hash, area, instances, origin, author)
    select gen_random_uuid(), copy_id, 1, mask_hash, area, instances, 'renderer', 'generator'
    from copied join added on added.id = copied.copy_id`.execute(db);
}
