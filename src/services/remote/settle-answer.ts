import type { GenerationHooks, RemoteAnswer } from '#adapters/generator/port.ts';
import { appendEvent } from '#db/events.ts';
import { changeStage, noteAnswer, type RemoteAttempt } from '#db/remote-attempts.ts';
import type { CellWork, GoldenWork } from '#db/jobs.ts';
import { noteHindrance } from '#db/remote-jobs.ts';
import { type Bill, settleMoney } from '#db/spending.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { actor, type Attempt, holdJob, isForGolden } from '../generation/attempt.ts';
import { finishGolden, type Unkept } from '../generation/finish-golden.ts';
import { requestOf } from '../generation/request-of.ts';
import { storePicture } from '../generation/store-picture.ts';
import { noWords } from './ask-provider.ts';
import { closeCancelled, outcomeOf } from './close-cancelled.ts';
import { failRemote } from './fail-remote.ts';
import { remoteGenerator } from './gate.ts';
import { expectedBill, free, remoteSettlement } from './remote-settlement.ts';
import type { RemoteTurns } from './remote-turns.ts';
import { tookTooLong } from './withdraw.ts';

/** A picture that could not be fetched, worked on or kept is tried again after this long. */
const againMs = 10_000;

/**
 * Goes on with a try whose answer is here: fetches the picture, makes the candidate or golden image of it, closes the books.
 * Safe to run twice: whoever finds the try closed only sees to it that the money is written down. `isNoted`: a message in the
 * inbox has said it, so that it is written down and its slot is free.
 */
export async function settleAnswer(
  context: Context,
  turns: RemoteTurns,
  remote: RemoteAttempt,
  answer: RemoteAnswer,
  signal: AbortSignal,
  options: { isNoted?: boolean } = {},
): Promise<void> {
  if (remote.state !== 'open') return settleClosed(context, remote, answer, options);
  const bill = await noteBill(context, remote, answer, options);
  await makePicture(context, turns, remote, answer, bill, signal);
}

/** The same of a try that is closed: nothing is made of it, but what it cost is known now. */
export async function settleClosed(
  context: Context,
  remote: RemoteAttempt,
  answer: RemoteAnswer,
  options: { isNoted?: boolean } = {},
): Promise<void> {
  const bill = await noteBill(context, remote, answer, options);
  if (remote.state === 'cancelled') return closeCancelled(context, remote, outcomeOf(answer, bill), bill);
  await inTransaction(context.db, (trx) => settleMoney(trx, [{ attemptId: remote.id, ...bill }]));
}

async function noteBill(
  context: Context,
  remote: RemoteAttempt,
  answer: RemoteAnswer,
  { isNoted }: { isNoted?: boolean },
): Promise<Bill> {
  const side = remoteGenerator(context, remote.provider).remote;
  if (!isNoted) await noteAnswer(context.db, remote.id, answer.body);
  return billOf(remote, answer, side.price({ width: 1, height: 1, model: remote.model }).perUnit);
}

async function makePicture(
  context: Context,
  turns: RemoteTurns,
  remote: RemoteAttempt,
  answer: RemoteAnswer,
  bill: Bill,
  signal: AbortSignal,
): Promise<void> {
  const attempt = await turns.read({ ...remote, jobId: remote.job_id });
  if (attempt === null) return;
  if (remote.cancel === 'asked' && answer.status !== 200) {
    return failRemote(context, attempt, tookTooLong, bill);
  }
  const failure = isForGolden(attempt)
    ? await takeGolden(context, remote, attempt, answer, bill, signal)
    : await takePicture(context, turns, attempt, answer, bill, signal);
  if (failure === null || signal.aborted) return;
  // The provider has done its part, and what it made lies there still: it is ours that failed.
  if (answer.status === 200 && failure.retryable) return fetchAgain(context, attempt, failure);
  await failRemote(context, attempt, failure, bill);
}

/** What is left takes a moment: telling of its parts would be a sixth of what an order asks of the database. */
const quietly = (signal: AbortSignal): GenerationHooks => ({ signal });

/** Of a cell: what changed in the photo becomes the annotation. */
async function takePicture(
  context: Context,
  turns: RemoteTurns,
  attempt: Attempt<CellWork>,
  answer: RemoteAnswer,
  bill: Bill,
  signal: AbortSignal,
): Promise<Unkept | null> {
  const { remote } = remoteGenerator(context, attempt.work.generator);
  const outcome = await remote.finish(requestOf(context, attempt), answer, quietly(signal));
  if (outcome.kind === 'submitted') throw new Error('an answer is no new request');
  if (outcome.kind === 'failed' || signal.aborted) return outcome.kind === 'failed' ? outcome : null;
  const { result } = outcome;
  const stored = await storePicture(context, result);
  if ('unstored' in stored) return stored.unstored;
  await turns.finish({ attempt, result, stored, origin: 'comparison' }, bill);
  return null;
}

/** Made from words: a golden image. */
async function takeGolden(
  context: Context,
  { provider }: RemoteAttempt,
  attempt: Attempt<GoldenWork>,
  answer: RemoteAnswer,
  bill: Bill,
  signal: AbortSignal,
): Promise<Unkept | null> {
  const { words } = remoteGenerator(context, provider).remote;
  const outcome = words === null ? noWords(provider) : await words.finish(answer, quietly(signal));
  if (outcome.kind === 'failed' || signal.aborted) return outcome.kind === 'failed' ? outcome : null;
  return finishGolden(context, attempt, outcome.bytes, remoteSettlement(context, attempt, bill));
}

/** What is bought is looked at again, however often, and never bought again; open pages hear once what stands in the way. */
async function fetchAgain(
  context: Context,
  attempt: Attempt,
  { code, message }: { code: string; message: string },
): Promise<void> {
  const lookAt = new Date(context.now().getTime() + againMs);
  await changeStage(context.db, attempt.id, ['answered'], { look_at: lookAt });
  const reason = `${message} This picture is bought already, and is fetched again by itself.`;
  await inTransaction(context.db, async (trx) => {
    const job = (await holdJob(trx, attempt))?.job;
    if (job === undefined || !(await noteHindrance(trx, job.id, reason))) return;
    await appendEvent(trx, {
      blueprintId: job.blueprint_id,
      type: 'job_waiting',
      actor,
      payload: { jobId: job.id, cellId: job.cell_id, code, reason },
    });
  });
}

/** Failed requests are not billed unless the provider says so; a picture without a bill costs what was expected. */
function billOf(remote: RemoteAttempt, answer: RemoteAnswer, perUnit: number): Bill {
  if (answer.units !== null) {
    return { micros: Math.round(answer.units * perUnit), units: answer.units, isEstimate: false };
  }
  return answer.status === 200 ? expectedBill(remote) : free;
}
