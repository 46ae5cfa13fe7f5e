import type { GenerationFailure } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { explainDatabaseError } from '#db/explain-database-error.ts';
import { nextLookMs, watchedLookMs } from '#core/remote/next-look.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { noteAccountTrouble, noteAccountWorks, slowDown } from './account-trouble.ts';
import { askProvider } from './ask-provider.ts';
import type { Claim } from './claim-attempt.ts';
import { failRemote } from './fail-remote.ts';
import { AttemptTaken, type Gate, type RemoteGenerator } from './gate.ts';
import { giveBack } from './give-back.ts';
import { waitForLostAnswer } from './lost-answer.ts';
import { free } from './remote-settlement.ts';
import type { RemoteTurns } from './remote-turns.ts';

/**
 * Prepares a claimed try, waits for its slot, sends it once, and writes down what came of that. From here on
 * whoever hears the answer goes on with it.
 */
export async function sendAttempt(
  context: Context,
  generator: RemoteGenerator,
  claim: Claim,
  options: { gate: Gate; turns: RemoteTurns; closing: AbortSignal; signal: AbortSignal },
): Promise<void> {
  const attempt = await options.turns.read({ ...claim, id: claim.attemptId });
  if (attempt === null) return;
  let sent = false;
  try {
    const outcome = await askProvider(context, generator, attempt, {
      signal: options.signal,
      beforeSending: async () => {
        await options.gate.pass(attempt.id);
        sent = true;
      },
    });
    if (outcome.kind === 'submitted') {
      const now = context.now();
      const firstMs = nextLookMs(0, generator.remote);
      await options.turns.submitted({
        attemptId: attempt.id,
        requestId: outcome.requestId,
        lookAt: new Date(now.getTime() + firstMs),
        // No later where looking is all that there is.
        watchedLookAt: new Date(now.getTime() + Math.min(firstMs, watchedLookMs(0, generator.remote))),
        giveUpAt: new Date(now.getTime() + generator.remote.patience.pictureMs),
      });
      if (claim.isProbe) await noteAccountWorks(context, generator.name);
      return;
    }
    if (outcome.kind === 'finished') throw new Error('a remote generator answers later');
    const { isProbe } = claim;
    await notSubmitted(context, generator, attempt, outcome, { sent, isProbe });
  } catch (error) {
    const isStopping = options.closing.aborted || options.signal.aborted;
    if (error instanceof AttemptTaken && !isStopping) return;
    // The sweeper goes on from what is written down, and a database that is away says nothing about the picture.
    if (sent || explainDatabaseError(error) !== null) throw error;
    // What surely was not sent goes back at once.
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
    await failRemote(context, attempt, failure, free);
  }
}

async function notSubmitted(
  context: Context,
  generator: RemoteGenerator,
  attempt: Attempt,
  failure: GenerationFailure,
  { sent, isProbe }: { sent: boolean; isProbe: boolean },
): Promise<void> {
  if (sent && failure.maybeBought) {
    return waitForLostAnswer(context, generator, attempt);
  }
  if (failure.account) {
    await noteAccountTrouble(context, generator.name, failure, { isProbe });
    return giveBack(context, attempt, failure);
  }
  if (failure.code === 'rate_limited') {
    await slowDown(context, generator.name, failure.retryAfterSeconds);
    return giveBack(context, attempt, failure);
  }
  await failRemote(context, attempt, failure, free);
}
