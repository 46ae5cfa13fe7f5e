import { sql } from 'kysely';
import type { Db } from './schema.ts';

/** Who approved a candidate last, and the model that painted it. */
export type CandidatePapers = {
  candidate_id: string;
  approver: string | null;
  approved_at: Date | null;
  model: string | null;
};

/** Of those candidates, as it was known until then; `null`: until now. */
export async function papersOf(
  db: Db,
  candidateIds: readonly string[],
  until: Date | null,
): Promise<CandidatePapers[]> {
  if (candidateIds.length === 0) return [];
  const { rows } = await sql<CandidatePapers>`
    select candidate.id as candidate_id, said.author as approver, said.created_at as approved_at,
      coalesce(attempt.model, job.model) as model
    from candidate
    left join lateral (
      select author, created_at from decision
      where candidate_id = candidate.id and verdict = 'approved' and (${until}::timestamptz is null or created_at <= ${until})
      order by created_at desc limit 1
    ) said on true
    left join job on job.id = candidate.job_id
    left join attempt on attempt.job_id = job.id and attempt.state = 'succeeded'
    where candidate.id = any(${candidateIds as string[]}::uuid[])`.execute(db);
  return rows;
}
