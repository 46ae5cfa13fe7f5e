import { randomBytes, randomUUID } from 'node:crypto';
import { lockBlueprints } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import { holdProbe } from '#db/provider-accounts.ts';
import {
  gateState,
  type GateState,
  lockGate,
  nextJobs,
  openRemoteAttempt,
  type WaitingJob,
} from '#db/remote-gate.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { aheadOf, silenceMs, type RemoteGenerator } from './gate.ts';

/** `isProbe`: it finds out whether the account works again. */
export type Claim = { attemptId: string; jobId: string; token: string; isProbe: boolean };

/** Jobs looked at in one go: those whose project cannot pay for them are passed over. */
const choice = 20;

/**
 * Opens tries of the jobs whose turn it is, and puts their price aside; none when none may begin now. What they are
 * made of is prepared outside, and sent when it passes the gate.
 */
export async function claimAttempts(context: Context, generator: RemoteGenerator): Promise<Claim[]> {
  const { name } = generator;
  const before = await gateState(context.db, name, context.now());
  // Most looks find nothing to do, and need no turn for that.
  if (!before.waiting || roomIn(before, generator) === 0) return [];
  return inTransaction(context.db, async (trx) => {
    await lockGate(trx, name);
    const now = context.now();
    const state = await gateState(trx, name, now);
    const room = Math.min(choice, roomIn(state, generator));
    const claims: Claim[] = [];
    if (room === 0) return claims;
    const due = await nextJobs(trx, name, now, choice);
    if (due.length === 0) return claims;
    // All of them before the first project is: who holds a project's row waits for no blueprint.
    const present = await lockBlueprints(
      trx,
      due.map((job) => job.blueprint_id),
    );
    for (const job of due) {
      const claim = present.has(job.blueprint_id) ? await open(context, trx, generator, job) : null;
      if (claim !== null) claims.push({ ...claim, isProbe: state.troubled });
      if (claims.length === room) break;
    }
    // One at a time finds out whether the trouble is over.
    if (state.troubled && claims.length > 0) {
      await holdProbe(trx, name, new Date(now.getTime() + silenceMs));
    }
    return claims;
  });
}

function roomIn({ held, troubled, mayProbe }: GateState, { remote }: RemoteGenerator): number {
  const room = Math.max(0, remote.slots + aheadOf(remote) - held);
  if (!troubled) return room;
  return mayProbe ? Math.min(1, room) : 0;
}

async function open(
  context: Context,
  trx: Trx,
  { name, remote }: RemoteGenerator,
  waiting: WaitingJob,
): Promise<Omit<Claim, 'isProbe'> | null> {
  const { id: jobId, blueprint_id: blueprintId } = waiting;
  const { micros, model } = remote.price(waiting);
  const claim = { attemptId: randomUUID(), jobId, token: randomBytes(24).toString('base64url') };
  const attempt = {
    id: claim.attemptId,
    token: claim.token,
    provider: name,
    model,
    estimate_micros: micros,
    look_at: new Date(context.now().getTime() + silenceMs),
  };
  const job = await openRemoteAttempt(trx, attempt, waiting);
  if (job === null) return null;
  await appendEvent(trx, {
    blueprintId,
    type: 'job_started',
    actor: 'generator',
    payload: { jobId, cellId: job.cell_id, attempt: job.failed_attempts + job.lost_attempts + 1 },
  });
  return claim;
}
