import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { generatorActor } from '#db/events.ts';
import { type GoldenWork, type JobWork, type LockedJob, lockJob } from '#db/jobs.ts';
import type { Trx } from '#db/schema.ts';

/** One try of one job, and what it is to make. */
export type Attempt<Work extends JobWork = JobWork> = Work extends JobWork
  ? { id: string; jobId: string; token: string; work: Work }
  : never;

/** Who did it, in the history: no person. */
export const actor = generatorActor;

export function isForGolden(attempt: Attempt): attempt is Attempt<GoldenWork> {
  return attempt.work.kind === 'golden';
}

/** Locks what a try belongs to, the blueprint first; `null` when it was deleted meanwhile. */
export async function holdJob(
  trx: Trx,
  { jobId, work }: Pick<Attempt, 'jobId' | 'work'>,
): Promise<{ job: LockedJob; settings: BlueprintSettings } | null> {
  return (await lockJob(trx, work.blueprint_id, jobId)) ?? null;
}

export function isOpen(job: LockedJob): boolean {
  return job.state === 'queued' || job.state === 'running';
}
