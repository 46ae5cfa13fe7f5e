import { sql } from 'kysely';
import type { Db } from '#db/schema.ts';

/** Rows that contradict each other once everything has ended: of jobs, their tries and candidates, and the books. */
export async function countContradictions(db: Db): Promise<number> {
  const { rows } = await sql<{ n: string }>`select
    (select count(*) from job j where state = 'succeeded' and not exists (select 1 from candidate where job_id = j.id))
    + (select count(*) from candidate c join job j on j.id = c.job_id where j.state <> 'succeeded')
    + (select count(*) from job where state = 'failed' and failure is null)
    + (select count(*) from attempt a join job j on j.id = a.job_id
        where a.state = 'open' and j.state not in ('queued', 'running'))
    + (select count(*) from attempt where provider is not null and state <> 'open' and charged_micros is null)
    + (select count(*) from project where reserved_micros <> 0)
    + (select count(*) from project p where spent_micros <>
        (select coalesce(sum(micros), 0) from spending where project_id = p.id)) as n`.execute(db);
  return Number(rows[0]!.n);
}
