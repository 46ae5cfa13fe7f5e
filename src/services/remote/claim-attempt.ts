import { randomBytes, randomUUID } from 'node:crypto';
import { lockBlueprints } from '#db/blueprints.ts';
import { appendEvents, generatorActor } from '#db/events.ts';
import { holdProbe } from '#db/provider-accounts.ts';
import {
  gateState,
  type GateState,
  lockProjects,
  lockProvider,
  type NewRemoteAttempt,
  nextJobs,
  openRemoteAttempts,
  type WaitingJob,
} from '#db/remote-gate.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { aheadOf, placesOf, silenceMs, type RemoteGenerator } from './gate.ts';

/** `isProbe`: it finds out whether the account works again. */
export type Claim = { attemptId: string; jobId: string; token: string; isProbe: boolean };

/** Jobs looked at in one go: those whose project cannot pay for them are passed over. */
const choice = 20;
/** Tries opened in one go, each of a blueprint that others wait for meanwhile. */
const most = 8;

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
    await lockProvider(trx, 'claim', name);
    const now = context.now();
    const state = await gateState(trx, name, now);
    const room = Math.min(most, roomIn(state, generator));
    if (room === 0) return [];
    const due = await nextJobs(trx, name, now, choice);
    if (due.length === 0) return [];
    const present = await lockSome(
      trx,
      due.map((job) => job.blueprint_id),
    );
    const there = due.filter((job) => present.has(job.blueprint_id));
    const opened = await open(context, trx, generator, there, room);
    // One at a time finds out whether the trouble is over.
    if (state.troubled && opened.length > 0) {
      await holdProbe(trx, name, new Date(now.getTime() + silenceMs));
    }
    return opened.map((claim) => ({ ...claim, isProbe: state.troubled }));
  });
}

/** For how many tries; none while half of those ahead still wait, since the next are opened together. */
function roomIn({ held, troubled, mayProbe }: GateState, { remote }: RemoteGenerator): number {
  const ahead = aheadOf(remote);
  const room = placesOf(remote) + ahead - held;
  if (room < ahead / 2) return 0;
  if (!troubled) return room;
  return mayProbe ? Math.min(1, room) : 0;
}

/**
 * Of the blueprints those that nobody holds, in whose turn the others are next time; where all are held, the first one. Nobody waits
 * for one while holding another, nor while holding a project's row: that comes after.
 */
async function lockSome(trx: Trx, blueprintIds: readonly string[]): Promise<Set<string>> {
  const free = await lockBlueprints(trx, blueprintIds, { skipHeld: true });
  return free.size > 0 ? free : lockBlueprints(trx, blueprintIds.slice(0, 1));
}

/** Opens tries of the first jobs, `room` at most, that their projects can pay for. */
async function open(
  context: Context,
  trx: Trx,
  { name, remote }: RemoteGenerator,
  waiting: readonly WaitingJob[],
  room: number,
): Promise<Omit<Claim, 'isProbe'>[]> {
  const left = await lockProjects(
    trx,
    waiting.map((job) => job.project_id),
  );
  const wanted: NewRemoteAttempt[] = [];
  for (const job of waiting) {
    const { micros, model } = remote.price(job);
    const more = (left.get(job.project_id) ?? 0) - micros;
    if (more < 0) continue;
    left.set(job.project_id, more);
    const token = randomBytes(24).toString('base64url');
    wanted.push({ id: randomUUID(), jobId: job.id, projectId: job.project_id, token, model, micros });
    if (wanted.length === room) break;
  }
  if (wanted.length === 0) return [];
  const lookAt = new Date(context.now().getTime() + silenceMs);
  const opened = await openRemoteAttempts(trx, { provider: name, lookAt }, wanted);
  const claimed = waiting.flatMap(({ id: jobId, blueprint_id: blueprintId }) => {
    const job = opened.get(jobId);
    return job === undefined ? [] : [{ jobId, blueprintId, ...job }];
  });
  await appendEvents(
    trx,
    claimed.map(({ jobId, blueprintId, cell_id: cellId, failed_attempts: failed, lost_attempts: lost }) => ({
      blueprintId,
      type: 'job_started',
      actor: generatorActor,
      payload: { jobId, cellId, attempt: failed + lost + 1 },
    })),
  );
  return wanted
    .filter(({ jobId }) => opened.has(jobId))
    .map(({ id: attemptId, jobId, token }) => ({ attemptId, jobId, token }));
}
