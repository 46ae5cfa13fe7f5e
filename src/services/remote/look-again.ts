import { estimateProgress } from '#core/remote/estimate-progress.ts';
import { nextLookMs } from '#core/remote/next-look.ts';
import { jobWork, publishProgress } from '#db/jobs.ts';
import {
  changeStage,
  endLooking,
  lookAgainAt,
  noteCancel,
  type RemoteAttempt,
  takeDueAttempts,
  usualDuration,
} from '#db/remote-attempts.ts';
import { settleMoney } from '#db/spending.ts';
import { lockBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { failAttempt } from '../generation/fail-attempt.ts';
import { noteAccountTrouble } from './account-trouble.ts';
import { findAnswer } from './find-answer.ts';
import { remoteGenerator, silenceMs, type RemoteGenerator } from './gate.ts';
import { giveBack } from './give-back.ts';
import { free } from './remote-settlement.ts';
import { giveUpLostAnswer, type Patience, settlementOf, waitForLostAnswer } from './send-attempt.ts';
import { settleAnswer } from './settle-answer.ts';

/** Takes up to `limit` tries that are due for a look; each is gone on with by the function that comes back for it. */
export async function nextLooks(
  context: Context,
  patience: Patience,
  limit: number,
): Promise<((signal: AbortSignal) => Promise<void>)[]> {
  const now = context.now();
  const due = await takeDueAttempts(context.db, now, new Date(now.getTime() + 2 * silenceMs), limit);
  return due.map((attempt) => (signal) => look(context, attempt, patience, signal));
}

/** One look at a try that nobody has heard of for a while. What it means follows from how far it had come. */
async function look(
  context: Context,
  found: RemoteAttempt,
  patience: Patience,
  signal: AbortSignal,
): Promise<void> {
  const generator = remoteGenerator(context, found.provider);
  if (found.state !== 'open') return afterwards(context, generator, found);
  const work = await jobWork(context.db, found.job_id);
  if (work === undefined) return endLooking(context.db, found.id);
  const attempt: Attempt = { id: found.id, jobId: found.job_id, token: found.token, work };
  switch (found.stage) {
    case 'claimed':
      return giveBack(context, attempt, {
        code: 'stopped',
        message: 'The program ended before this request was sent.',
        lost: true,
      });
    case 'sending':
      return waitForLostAnswer(context, generator, attempt, patience);
    case 'unknown':
      return giveUpLostAnswer(context, generator, attempt);
    case 'submitted':
    case 'answered':
      return lookThere(context, generator, found, attempt, signal);
  }
}

async function lookThere(
  context: Context,
  generator: RemoteGenerator,
  found: RemoteAttempt,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const { remote } = generator;
  const requestId = found.request_id;
  if (requestId === null) throw new Error('a request that was accepted has an id');
  const later = (ms = nextLookMs(found.looks, remote)): Promise<unknown> =>
    changeStage(context.db, found.id, ['submitted', 'answered'], {
      look_at: new Date(context.now().getTime() + ms),
    });
  const status =
    found.stage === 'answered'
      ? { kind: 'answered' as const }
      : await remote.look(requestId, found.model, signal);
  if (signal.aborted) return;
  switch (status.kind) {
    case 'answered': {
      const got = await findAnswer(context, found, requestId, signal);
      if (signal.aborted) return;
      if (got.kind === 'answer') return settleAnswer(context, found, got.answer, signal);
      if (got.kind === 'unknown') return expired(context, found, attempt);
      if (got.kind === 'account') await noteAccountTrouble(context, found.provider, got);
      await later(got.kind === 'unreachable' ? retryMs(got, found) : undefined);
      return;
    }
    case 'queued':
    case 'running': {
      if (isOverdue(context, found)) return takeTooLong(context, generator, found, attempt, requestId);
      const { percent, estimated } = estimateProgress(
        status.kind === 'queued'
          ? status
          : {
              ...status,
              elapsedMs: context.now().getTime() - (found.sent_at?.getTime() ?? 0),
              usualMs: await usualDuration(context.db, found.provider, found.model),
            },
      );
      await publishProgress(context.db, found.job_id, percent, estimated);
      await later();
      return;
    }
    case 'unknown': {
      const got = await findAnswer(context, found, requestId, signal);
      if (got.kind === 'answer') return settleAnswer(context, found, got.answer, signal);
      if (got.kind === 'unknown') return expired(context, found, attempt);
      await later();
      return;
    }
    case 'account':
      // It says nothing about this request, which goes on over there.
      await noteAccountTrouble(context, found.provider, status);
      await later();
      return;
    case 'unreachable':
      await later(retryMs(status, found));
  }
}

function retryMs({ retryAfterSeconds }: { retryAfterSeconds?: number }, { looks }: RemoteAttempt): number {
  return retryAfterSeconds === undefined
    ? Math.min(60_000, 1000 * 2 ** Math.min(6, looks))
    : Math.max(500, 1000 * retryAfterSeconds);
}

function isOverdue(context: Context, { give_up_at: at }: RemoteAttempt): boolean {
  return at !== null && at <= context.now();
}

/** Stuck over there: stopped, and ordered again. If it cannot be stopped, it is waited for. */
async function takeTooLong(
  context: Context,
  { remote }: RemoteGenerator,
  found: RemoteAttempt,
  attempt: Attempt,
  requestId: string,
): Promise<void> {
  if ((await remote.cancel(requestId, found.model)) !== 'stopped') {
    await changeStage(context.db, found.id, ['submitted'], {
      look_at: new Date(context.now().getTime() + 2000),
    });
    return;
  }
  await failAttempt(
    context,
    attempt,
    {
      retryable: true,
      code: 'took_too_long',
      message: 'The provider did not come to this request in time; it was withdrawn and is ordered again.',
    },
    settlementOf(context, attempt, free),
  );
}

/** Results are kept for an hour or less; a stopped program may come back later than that. */
async function expired(context: Context, found: RemoteAttempt, attempt: Attempt): Promise<void> {
  await failAttempt(
    context,
    attempt,
    {
      retryable: false,
      code: 'answer_expired',
      message:
        'The provider no longer has the answer to this request: it was made, but not fetched in time. Generate it again if you want to.',
    },
    settlementOf(context, attempt, {
      micros: Number(found.estimate_micros),
      units: null,
      isEstimate: true,
    }),
  );
}

/** A try that was cancelled here: the provider is asked to stop, and what it says is told. */
async function afterwards(
  context: Context,
  { remote }: RemoteGenerator,
  found: RemoteAttempt,
): Promise<void> {
  const requestId = found.request_id;
  const isOnItsWay = requestId === null && (found.stage === 'sending' || found.stage === 'unknown');
  const tellsUntil = found.give_up_at ?? new Date((found.sent_at?.getTime() ?? 0) + silenceMs);
  if (isOnItsWay && found.charged_micros === null && context.now() < tellsUntil) {
    // Its answer, or its message, will say what there is to stop; then it is looked at again at once.
    return lookAgainAt(context.db, found.id, tellsUntil);
  }
  if (found.stage === 'claimed') {
    // It was not sent, and cost nothing.
    await inTransaction(context.db, async (trx) => {
      await settleMoney(trx, found.id, free);
      await endLooking(trx, found.id);
    });
    return;
  }
  // An answer that was on its way here is bought; of what may have been, the worst is assumed.
  if (found.cancel !== 'wanted' || requestId === null) return tellCancel(context, found, 'too_late');
  const outcome = await remote.cancel(requestId, found.model);
  // Asked again at the next look.
  if (outcome === 'unreachable' && found.looks < 12) return;
  await tellCancel(context, found, outcome === 'stopped' ? 'stopped' : 'too_late');
}

/** Closes the books on a cancelled try, and says what it cost. */
async function tellCancel(
  context: Context,
  found: RemoteAttempt,
  outcome: 'stopped' | 'too_late',
): Promise<void> {
  const expected = outcome === 'stopped' ? 0 : Number(found.estimate_micros);
  const { id, job_id: jobId, cell_id: cellId, blueprint_id: blueprintId } = found;
  await inTransaction(context.db, async (trx) => {
    if ((await lockBlueprint(trx, blueprintId)) === undefined) return;
    await noteCancel(trx, id, outcome);
    await settleMoney(trx, id, { micros: expected, units: null, isEstimate: expected > 0 });
    await appendEvent(trx, {
      blueprintId,
      type: 'cancel_answered',
      actor: 'generator',
      // What was billed meanwhile goes before what was expected.
      payload: { jobId, cellId, outcome, micros: Number(found.charged_micros ?? expected) },
    });
  });
}
