import type { RemoteAnswer } from '#adapters/generator/port.ts';
import { appendEvent } from '#db/events.ts';
import { changeStage, noteAnswer, type RemoteAttempt } from '#db/remote-attempts.ts';
import { noteHindrance } from '#db/remote-jobs.ts';
import { settleMoney } from '#db/spending.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { actor, type Attempt, holdJob } from '../generation/attempt.ts';
import { finishAttempt } from '../generation/finish-attempt.ts';
import { requestOf } from '../generation/request-of.ts';
import { attemptOf } from './attempt-of.ts';
import { failRemote } from './fail-remote.ts';
import { remoteGenerator } from './gate.ts';
import { type Bill, expectedBill, free, remoteSettlement } from './remote-settlement.ts';

/** A picture that could not be fetched, worked on or kept is tried again after this long. */
const againMs = 10_000;

/**
 * Goes on with a try whose answer is here: fetches the picture, makes the candidate, closes the books. Safe to
 * run twice: whoever finds the try closed only sees to it that the money is written down. `isNoted`: a message in the inbox
 * has said it, so that it is written down and its slot is free.
 */
export async function settleAnswer(
  context: Context,
  remote: RemoteAttempt,
  answer: RemoteAnswer,
  signal: AbortSignal,
  options: { isNoted?: boolean } = {},
): Promise<void> {
  const side = remoteGenerator(context, remote.provider).remote;
  const bill = billOf(remote, answer, side.price({ width: 1, height: 1, model: remote.model }).perUnit);
  if (!options.isNoted) await noteAnswer(context.db, remote.id, answer.body);
  if (remote.state === 'open') await makeCandidate(context, remote, answer, bill, signal);
  else await inTransaction(context.db, (trx) => settleMoney(trx, remote.id, bill));
}

async function makeCandidate(
  context: Context,
  remote: RemoteAttempt,
  answer: RemoteAnswer,
  bill: Bill,
  signal: AbortSignal,
): Promise<void> {
  const attempt = await attemptOf(context, remote);
  if (attempt === null) return;
  const generator = remoteGenerator(context, remote.provider);
  // What is left takes a moment: telling of its parts would be a sixth of what an order asks of the database.
  const hooks = { signal, onProgress: () => {} };
  const outcome = await generator.remote.finish(requestOf(context, attempt), answer, hooks);
  if (signal.aborted) return;
  if (outcome.kind === 'submitted') throw new Error('an answer is no new request');
  const failure =
    outcome.kind === 'finished'
      ? await finishAttempt(
          context,
          attempt,
          outcome.result,
          remoteSettlement(context, attempt, bill),
          'comparison',
        )
      : outcome;
  if (failure === null) return;
  // The provider has done its part, and what it made lies there still: it is ours that failed.
  if (answer.status === 200 && failure.retryable) return fetchAgain(context, attempt, failure);
  await failRemote(context, attempt, failure, bill);
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
