import { randomBytes, randomUUID } from 'node:crypto';
import { lockBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import { lockJob, updateJob } from '#db/jobs.ts';
import { holdProbe } from '#db/provider-accounts.ts';
import {
  gateState,
  insertRemoteAttempt,
  lockGate,
  nextJobs,
  reserve,
  type WaitingJob,
} from '#db/remote-attempts.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { aheadOf, silenceMs, type RemoteGenerator } from './gate.ts';

/** `isProbe`: it finds out whether the account works again. */
export type Claim = { attemptId: string; jobId: string; token: string; isProbe: boolean };

/** Candidates looked at in one go: those whose project cannot pay for them are passed over. */
const choice = 20;

/**
 * Opens a try of the job whose turn it is, and puts its price aside; `null` when none may begin now. What
 * it is made of is prepared outside, and sent when it passes the gate.
 */
export async function claimAttempt(context: Context, generator: RemoteGenerator): Promise<Claim | null> {
  const { name, remote } = generator;
  return inTransaction(context.db, async (trx) => {
    await lockGate(trx, name);
    const now = context.now();
    const { held, troubled, mayProbe } = await gateState(trx, name, now);
    if (troubled && !mayProbe) return null;
    if (held >= remote.slots + aheadOf(remote)) return null;
    for (const job of await nextJobs(trx, name, now, choice)) {
      const claim = await open(context, trx, generator, job);
      if (claim === null) continue;
      // One at a time finds out whether the trouble is over.
      if (troubled) await holdProbe(trx, name, new Date(now.getTime() + silenceMs));
      return { ...claim, isProbe: troubled };
    }
    return null;
  });
}

async function open(
  context: Context,
  trx: Trx,
  { name, remote }: RemoteGenerator,
  waiting: WaitingJob,
): Promise<Omit<Claim, 'isProbe'> | null> {
  const blueprint = await lockBlueprint(trx, waiting.blueprint_id);
  const job = blueprint === undefined ? undefined : await lockJob(trx, waiting.id);
  if (job?.state !== 'queued') return null;
  const { micros, model } = remote.price(waiting);
  if (!(await reserve(trx, waiting.project_id, micros))) return null;
  const now = context.now();
  const claim = { attemptId: randomUUID(), jobId: job.id, token: randomBytes(24).toString('base64url') };
  await insertRemoteAttempt(trx, {
    id: claim.attemptId,
    job_id: job.id,
    token: claim.token,
    provider: name,
    model,
    estimate_micros: micros,
    look_at: new Date(now.getTime() + silenceMs),
  });
  await updateJob(trx, job.id, { state: 'running', progress: 0, failure: null });
  await appendEvent(trx, {
    blueprintId: job.blueprint_id,
    type: 'job_started',
    actor: 'generator',
    payload: { jobId: job.id, cellId: job.cell_id, attempt: job.failed_attempts + job.lost_attempts + 1 },
  });
  return claim;
}
