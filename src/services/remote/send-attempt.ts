import type { GenerationFailure } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { jobWork } from '#db/jobs.ts';
import { changeStage, findRemoteAttempt, markSubmitted, waitLongerForMessages } from '#db/remote-attempts.ts';
import { nextLookMs } from '#core/remote/next-look.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { failAttempt } from '../generation/fail-attempt.ts';
import { requestOf } from '../generation/request-of.ts';
import { noteAccountTrouble, noteAccountWorks, slowDown } from './account-trouble.ts';
import type { Claim } from './claim-attempt.ts';
import { AttemptTaken, type Gate, type RemoteGenerator, remoteGenerators } from './gate.ts';
import { giveBack } from './give-back.ts';
import { type Bill, free, remoteSettlement } from './remote-settlement.ts';

/** How long a lost answer is waited for by its token, and how long an accepted request may take. */
export type Patience = { lostAnswerMs: number; pictureMs: number };

export const usualPatience: Patience = { lostAnswerMs: 15 * 60_000, pictureMs: 2 * 3600_000 };

/**
 * Prepares a claimed try, waits for its slot, sends it once, and writes down what came of that. From here on
 * whoever hears the answer goes on with it.
 */
export async function sendAttempt(
  context: Context,
  generator: RemoteGenerator,
  claim: Claim,
  options: { gate: Gate; closing: AbortSignal; signal: AbortSignal; patience: Patience },
): Promise<void> {
  const work = await jobWork(context.db, claim.jobId);
  if (work === undefined) return;
  const attempt: Attempt = { id: claim.attemptId, jobId: claim.jobId, token: claim.token, work };
  let sent = false;
  try {
    const outcome = await generator.start(requestOf(context, attempt), {
      signal: options.signal,
      onProgress: () => {},
      beforeSending: async () => {
        await options.gate.pass(attempt.id);
        sent = true;
      },
    });
    if (outcome.kind === 'submitted') {
      const now = context.now();
      await markSubmitted(context.db, attempt.id, {
        requestId: outcome.requestId,
        now,
        lookAt: new Date(now.getTime() + nextLookMs(0, generator.remote)),
        giveUpAt: new Date(now.getTime() + options.patience.pictureMs),
      });
      if (claim.isProbe) await noteAccountWorks(context, generator.name);
      return;
    }
    if (outcome.kind === 'finished') throw new Error('a remote generator answers later');
    const { isProbe } = claim;
    await notSubmitted(context, generator, attempt, outcome, { sent, isProbe, patience: options.patience });
  } catch (error) {
    const isStopping = options.closing.aborted || options.signal.aborted;
    if (error instanceof AttemptTaken && !isStopping) return;
    // Sent or not, the sweeper goes on from what is written down; what surely was not sent goes back at once.
    if (sent) throw error;
    if (isStopping) {
      return giveBack(context, attempt, { code: 'stopped', message: 'The program was stopped.', lost: true });
    }
    if (!(error instanceof AppError))
      context.log.error({ err: error, jobId: claim.jobId }, 'a request failed');
    const message =
      error instanceof AppError
        ? error.message
        : 'The request met an unexpected error; the log has the details.';
    const failure = { retryable: !(error instanceof AppError), code: 'not_sent', message };
    await failAttempt(context, attempt, failure, settlementOf(context, attempt, free));
  }
}

async function notSubmitted(
  context: Context,
  generator: RemoteGenerator,
  attempt: Attempt,
  failure: GenerationFailure,
  { sent, isProbe, patience }: { sent: boolean; isProbe: boolean; patience: Patience },
): Promise<void> {
  if (sent && failure.maybeBought) {
    return waitForLostAnswer(context, generator, attempt, patience);
  }
  if (failure.account) {
    await noteAccountTrouble(context, generator.name, failure, { isProbe });
    return giveBack(context, attempt, failure);
  }
  if (failure.code === 'rate_limited') {
    await slowDown(context, generator.name, failure.retryAfterSeconds);
    return giveBack(context, attempt, failure);
  }
  const again = failure.newSeed === true && !attempt.work.reseeded;
  await failAttempt(
    context,
    attempt,
    { ...failure, retryable: failure.retryable || again },
    settlementOf(context, attempt, free, { newSeed: again }),
  );
}

/**
 * Nobody knows whether the request arrived. With webhooks its token will tell; without, nothing ever would,
 * and sending it again could buy it twice.
 */
export async function waitForLostAnswer(
  context: Context,
  generator: RemoteGenerator,
  attempt: Attempt,
  patience: Patience,
): Promise<void> {
  if (!generator.remote.hasWebhooks) return giveUpLostAnswer(context, generator, attempt);
  const until = new Date(context.now().getTime() + patience.lostAnswerMs);
  await changeStage(context.db, attempt.id, ['sending'], {
    stage: 'unknown',
    look_at: until,
    give_up_at: until,
  });
}

/** Providers repeat a message for two hours (fal: ten times); after three nothing comes any more. */
const messagesRepeatedMs = 3 * 3600_000;

/**
 * A program starts: it may be the one that messages come to, and while it was away none could. The wait for those that
 * are to tell of a lost answer begins anew, lest what was bought is ordered again at once.
 */
export async function resumeWaiting(context: Context, patience: Patience): Promise<void> {
  const now = context.now().getTime();
  const providers = remoteGenerators(context)
    .filter(({ remote }) => remote.hasWebhooks)
    .map(({ name }) => name);
  await waitLongerForMessages(context.db, {
    providers,
    since: new Date(now - messagesRepeatedMs),
    until: new Date(now + patience.lostAnswerMs),
  });
}

/**
 * No message came for it. Where one would have come it is sent again, as any failure; where none can come,
 * only the user may decide that. Counted as bought either way: a cap must hold.
 */
export async function giveUpLostAnswer(
  context: Context,
  generator: RemoteGenerator,
  attempt: Attempt,
): Promise<void> {
  const found = await findRemoteAttempt(context.db, attempt.id);
  const bill: Bill = { micros: Number(found?.estimate_micros ?? 0), units: null, isEstimate: true };
  const failure = {
    retryable: generator.remote.hasWebhooks,
    code: 'answer_lost',
    message: generator.remote.hasWebhooks
      ? 'The connection broke while this picture was being ordered, and no answer came since; it is ordered again.'
      : 'The connection broke while this picture was being ordered, so it may have been bought. It was not ordered a second time: generate it again if you want to.',
  };
  await failAttempt(context, attempt, failure, settlementOf(context, attempt, bill));
}

export function settlementOf(
  context: Context,
  { id, jobId, work }: Attempt,
  bill: Bill,
  options: { newSeed?: boolean } = {},
): ReturnType<typeof remoteSettlement> {
  return remoteSettlement(context, { id, jobId, seed: work.seed }, bill, options);
}
