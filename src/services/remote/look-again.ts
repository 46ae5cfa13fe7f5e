import type { RemoteStatus } from '#adapters/generator/port.ts';
import { estimateProgress } from '#core/remote/estimate-progress.ts';
import { nextLookMs, retryLookMs, watchedLookMs } from '#core/remote/next-look.ts';
import { publishProgress } from '#db/jobs.ts';
import { changeStage, endLooking, type RemoteAttempt, usualDuration } from '#db/remote-attempts.ts';
import { isWatched } from '#db/watched-blueprints.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { noteAccountTrouble } from './account-trouble.ts';
import { wasStopped } from './asked-to-stop.ts';
import { failRemote } from './fail-remote.ts';
import { findAnswer } from './find-answer.ts';
import { followCancelled } from './follow-cancelled.ts';
import { remoteGenerator, type RemoteGenerator } from './gate.ts';
import { giveBack } from './give-back.ts';
import { giveUpLostAnswer, waitForLostAnswer } from './lost-answer.ts';
import { expectedBill, free } from './remote-settlement.ts';
import type { RemoteTurns } from './remote-turns.ts';
import { settleAnswer } from './settle-answer.ts';
import { tookTooLong, withdraw } from './withdraw.ts';

/** One look at a try that nobody has heard of for a while. What it means follows from how far it had come. */
export async function look(
  context: Context,
  turns: RemoteTurns,
  found: RemoteAttempt,
  signal: AbortSignal,
): Promise<void> {
  const generator = remoteGenerator(context, found.provider);
  if (found.state !== 'open') return followCancelled(context, generator, found, signal);
  const attempt = await turns.read({ ...found, jobId: found.job_id });
  if (attempt === null) return endLooking(context.db, found.id);
  switch (found.stage) {
    case 'claimed':
      return giveBack(context, attempt, {
        code: 'stopped',
        message: 'The program ended before this request was sent.',
        lost: true,
        stage: 'claimed',
      });
    case 'sending':
      return waitForLostAnswer(context, generator, attempt);
    case 'unknown':
      return giveUpLostAnswer(context, generator, attempt, 'unknown');
    case 'submitted':
    case 'answered':
      return lookThere(context, turns, generator, found, attempt, signal);
  }
}

async function lookThere(
  context: Context,
  turns: RemoteTurns,
  generator: RemoteGenerator,
  found: RemoteAttempt,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const requestId = found.request_id;
  if (requestId === null) throw new Error('a request that was accepted has an id');
  const status: RemoteStatus =
    found.stage === 'answered'
      ? { kind: 'answered' }
      : await generator.remote.look(requestId, found.model, signal);
  if (signal.aborted) return;
  if (found.stage === 'submitted' && (status.kind === 'answered' || status.kind === 'unknown')) {
    // It was looked at for an open page: the answer is on its way here by itself.
    const wait = nextLookMs(0, generator.remote) - elapsedMs(context, found);
    if (generator.remote.hasWebhooks && wait > 0) return lookIn(context, found, wait, { isExtra: true });
  }
  switch (status.kind) {
    case 'answered':
    // What became of it is forgotten sooner than the answer.
    case 'unknown': {
      const got = await findAnswer(context, found, requestId, signal);
      if (signal.aborted) return;
      if (got.kind === 'answer') return settleAnswer(context, turns, found, got.answer, signal);
      if (got.kind === 'unknown' && wasStopped(context, found)) {
        return failRemote(context, attempt, tookTooLong, free);
      }
      if (got.kind === 'unknown') return failRemote(context, attempt, expired, expectedBill(found));
      return lookLater(context, generator, found, got);
    }
    case 'queued':
    case 'running':
      if (isOverdue(context, found)) return withdraw(context, generator, found, attempt, requestId);
      await showProgress(context, found, status);
      if (generator.remote.hasWebhooks && (await isWatched(context.db, found.blueprint_id))) {
        const wait = watchedLookMs(elapsedMs(context, found), generator.remote);
        return lookIn(context, found, wait, { isExtra: true });
      }
      return lookLater(context, generator, found, status);
    case 'account':
    case 'unreachable':
      return lookLater(context, generator, found, status);
  }
}

async function lookLater(
  context: Context,
  { remote }: RemoteGenerator,
  found: RemoteAttempt,
  status: Exclude<RemoteStatus, { kind: 'answered' | 'unknown' }>,
): Promise<void> {
  // It says nothing about this request, which goes on over there.
  if (status.kind === 'account') await noteAccountTrouble(context, found.provider, status);
  const wait = status.kind === 'unreachable' ? retryMs(status, found) : nextLookMs(found.looks, remote);
  await lookIn(context, found, wait);
}

/** `isExtra`: this look was for an open page, and is none of those that are counted. */
async function lookIn(
  context: Context,
  found: RemoteAttempt,
  wait: number,
  options: { isExtra?: boolean } = {},
): Promise<void> {
  await changeStage(context.db, found.id, ['submitted', 'answered'], {
    look_at: new Date(context.now().getTime() + wait),
    ...(options.isExtra && { looks: found.looks - 1 }),
  });
}

function elapsedMs(context: Context, { sent_at: sentAt }: RemoteAttempt): number {
  return context.now().getTime() - (sentAt?.getTime() ?? 0);
}

function retryMs({ retryAfterSeconds }: { retryAfterSeconds?: number }, { looks }: RemoteAttempt): number {
  return retryAfterSeconds === undefined ? retryLookMs(looks) : Math.max(500, 1000 * retryAfterSeconds);
}

async function showProgress(
  context: Context,
  found: RemoteAttempt,
  status: RemoteStatus & { kind: 'queued' | 'running' },
): Promise<void> {
  const { percent, estimated } = estimateProgress(
    status.kind === 'queued'
      ? status
      : {
          ...status,
          elapsedMs: elapsedMs(context, found),
          usualMs: await usualDuration(context.db, found.provider, found.model),
        },
  );
  await publishProgress(context.db, found.job_id, percent, estimated);
}

function isOverdue(context: Context, { give_up_at: at }: RemoteAttempt): boolean {
  return at !== null && at <= context.now();
}

/** Results are kept for an hour or less; a stopped program may come back later than that. */
const expired = {
  retryable: false,
  code: 'answer_expired',
  message:
    'The provider no longer has the answer to this request: it was made, but not fetched in time. Generate it again if you want to.',
};
