import { randomUUID } from 'node:crypto';
import { goldenName } from '#core/blueprint/golden-name.ts';
import { AppError } from '#core/app-error.ts';
import { completeJobs } from '#db/attempts.ts';
import { findBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import type { GoldenWork } from '#db/jobs.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, Settlement } from '#context.ts';
import { insertGoldenWithCells, storeGolden } from '../add-golden.ts';
import { actor, type Attempt, holdJob } from './attempt.ts';

/** Why a file that is there did not become a golden image; what is wrong with a disk passes, what with the file does not. */
export type Unkept = { retryable: boolean; code: string; message: string; newSeed?: boolean };

/** Stores what came back for words, as an upload is stored, then makes it a golden image of the blueprint: files first. */
export async function finishGolden(
  context: Context,
  attempt: Attempt<GoldenWork>,
  bytes: Uint8Array,
  settlement: Settlement,
): Promise<Unkept | null> {
  const { number, words } = attempt.work;
  const file = { name: goldenName(words, number), bytes };
  const stored = await context
    .intake(() => storeGolden(context, file, { madeFromWords: true }))
    .catch(readAppError);
  if (stored instanceof AppError) return unkept(stored);
  await inTransaction(context.db, async (trx) => {
    const job = (await holdJob(trx, attempt))?.job;
    const blueprint = job && (await findBlueprint(trx, job.blueprint_id));
    if (job === undefined || blueprint === undefined) return;
    const closed = await completeJobs(trx, [attempt.id], context.now());
    if (!closed.has(attempt.id)) return settlement.tooLate?.(trx);
    await settlement.complete(trx);
    const row = { id: randomUUID(), job_id: job.id, ...stored, name: file.name };
    const golden = await insertGoldenWithCells(context, trx, blueprint, row, actor);
    await appendEvent(trx, {
      blueprintId: job.blueprint_id,
      type: 'job_completed',
      actor,
      payload: { jobId: job.id, cellId: null, goldenId: golden.id },
    });
  });
  return null;
}

function readAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}

function unkept({ code, message }: AppError): Unkept {
  if (code !== 'file_refused') return { retryable: true, code, message };
  return {
    retryable: false,
    newSeed: true,
    code,
    message: `What the provider sent is no usable picture: ${message}`,
  };
}
