import { goldenWork } from '#db/jobs.ts';
import { markSubmitted, type Submission } from '#db/remote-attempts.ts';
import { type Bill, settleMoney } from '#db/spending.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { createWorkReader } from '../generation/create-work-reader.ts';
import { inBlueprints } from '../generation/in-blueprints.ts';
import { type FinishedPicture, keepPictures } from '../generation/keep-pictures.ts';
import { inBatches } from '../in-batches.ts';

/** What a process asks of the database for tries that are made elsewhere: those that come together share a statement. */
export type RemoteTurns = {
  /** A try as whoever goes on with it needs it; `null` when its blueprint is gone. */
  read(attempt: Pick<Attempt, 'id' | 'jobId' | 'token'>): Promise<Attempt | null>;
  /** The provider has accepted it. */
  submitted(submission: Submission): Promise<void>;
  /**
   * The picture becomes a candidate, its job has ended, and the books on its try are closed, in one transaction. Of a try that
   * was closed before only the books are closed, if they were not.
   */
  finish(picture: FinishedPicture, bill: Bill): Promise<void>;
};

/** A picture that was made in seconds waits this long for others: at 40 a second two or three share a transaction. */
const companyMs = 40;

type End = { readonly blueprintId: string; readonly picture: FinishedPicture; readonly bill: Bill };

export function createRemoteTurns(context: Context): RemoteTurns {
  const readWork = createWorkReader(context.db);
  const settle = inBlueprints(
    context.db,
    async (trx, ends: End[], present) => {
      const there = ends.filter(({ blueprintId }) => present.has(blueprintId));
      if (there.length === 0) return ends.map(() => null);
      const pictures = there.map(({ picture }) => picture);
      const closed = await keepPictures(context, trx, pictures);
      await settleMoney(
        trx,
        there.map(({ picture: { attempt }, bill }) => ({ attemptId: attempt.id, ...bill })),
      );
      const ended = new Map(there.map((end, i) => [end, closed[i]!]));
      return ends.map((end) => ended.get(end) ?? null);
    },
    { companyMs },
  );
  const submit = inBatches(async (submissions: Submission[]) => {
    await markSubmitted(context.db, submissions, context.now());
    return submissions.map(() => undefined);
  });
  return {
    submitted: submit,
    async read({ id, jobId, token }) {
      const work = (await readWork(jobId)) ?? (await goldenWork(context.db, jobId));
      return work === undefined ? null : ({ id, jobId, token, work } as Attempt);
    },
    async finish(picture, bill) {
      const { blueprint_id: blueprintId, generator } = picture.attempt.work;
      const ended = await settle({ blueprintId, picture, bill });
      if (ended !== null)
        context.metrics.attemptEnded({ generator, outcome: 'succeeded', code: '', ...ended });
    },
  };
}
