import type { JobView } from '#contract/job.ts';
import type { JobSummary } from '#db/job-list.ts';

export function jobView(row: JobSummary): JobView {
  return {
    id: row.id,
    cellId: row.cell_id,
    kind: row.kind,
    state: row.state,
    progress: row.progress,
    estimated: row.progress_estimated,
    generator: row.generator,
    failedAttempts: row.failed_attempts,
    failure: row.failure,
    createdAt: new Date(row.created_at).toISOString(),
  };
}
