import type { CellWork } from '#db/jobs.ts';
import type { Trx } from '#db/schema.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context, Deliveries, Delivery } from '#context.ts';
import { inSpan } from '#telemetry.ts';
import type { Attempt } from './attempt.ts';
import { beginAttempts } from './begin-attempts.ts';
import { inBlueprints } from './in-blueprints.ts';
import { type FinishedPicture, keepPictures } from './keep-pictures.ts';
import { createWorkReader } from './create-work-reader.ts';

/** Where tries of pictures begin and end: those that do so together share a transaction. */
export type PictureTurns = {
  /** Opens a try; `null` when the job has ended already and there is nothing to do. */
  begin(delivery: Delivery): Promise<Attempt<CellWork> | null>;
  /** The picture becomes a candidate, and its job has ended; without effect on a try that was closed before. */
  finish(delivery: Delivery, picture: FinishedPicture): Promise<void>;
};

type Turn = { readonly blueprintId: string; readonly delivery: Delivery } & (
  | { readonly kind: 'begin'; readonly work: CellWork }
  | { readonly kind: 'finish'; readonly picture: FinishedPicture }
);
type Outcome = { begun: Attempt<CellWork> | null } | { ended: { seconds: number } | null };

export function createPictureTurns(context: Context, deliveries: Deliveries): PictureTurns {
  const readWork = createWorkReader(context.db);
  const settle = inBlueprints(context.db, (trx, turns: Turn[], present) =>
    takeTurns(context, deliveries, trx, turns, present),
  );
  // What is asked of the database for all of them is told of the first one's trace; the others' have how long it took.
  const take = (turn: Turn): Promise<Outcome> => inSpan(`${turn.kind} try`, {}, () => settle(turn));
  return {
    async begin(delivery) {
      // Golden images are made of words elsewhere alone.
      const work = await readWork(delivery.id);
      if (work === null) {
        await inTransaction(context.db, (trx) => deliveries.completeLast(trx, [delivery]));
        return null;
      }
      const outcome = await take({ kind: 'begin', blueprintId: work.blueprint_id, delivery, work });
      return 'begun' in outcome ? outcome.begun : null;
    },
    async finish(delivery, picture) {
      const { blueprint_id: blueprintId, generator } = picture.attempt.work;
      const outcome = await take({ kind: 'finish', blueprintId, delivery, picture });
      if ('ended' in outcome && outcome.ended !== null) {
        context.metrics.attemptEnded({ generator, outcome: 'succeeded', code: '', ...outcome.ended });
      }
    },
  };
}

/** Ends first: of a job that was delivered twice, the other delivery then finds it ended. */
async function takeTurns(
  context: Context,
  deliveries: Deliveries,
  trx: Trx,
  turns: readonly Turn[],
  present: ReadonlySet<string>,
): Promise<Outcome[]> {
  const there = turns.filter(({ blueprintId }) => present.has(blueprintId));
  const finishing = there.filter((turn) => turn.kind === 'finish');
  const beginning = there.filter((turn) => turn.kind === 'begin');
  const outcomes = new Map<Turn, Outcome>();
  if (finishing.length > 0) {
    const ended = await keepPictures(
      context,
      trx,
      finishing.map(({ picture }) => picture),
    );
    finishing.forEach((turn, i) => outcomes.set(turn, { ended: ended[i]! }));
  }
  if (beginning.length > 0) {
    const begun = await beginAttempts(
      context,
      trx,
      beginning.map(({ delivery, work }) => ({ jobId: delivery.id, work })),
    );
    beginning.forEach((turn, i) => outcomes.set(turn, { begun: begun[i]! }));
  }
  const answers = turns.map(
    (turn) => outcomes.get(turn) ?? (turn.kind === 'begin' ? { begun: null } : { ended: null }),
  );
  // What has ended, and what is of no use any more.
  const over = turns.filter((turn, i) => isOver(turn, answers[i]!, present));
  await deliveries.completeLast(
    trx,
    over.map(({ delivery }) => delivery),
  );
  return answers;
}

/** A try that somebody else had closed is theirs to end: a cancel has taken it off the engine, or another delivery goes on. */
function isOver(turn: Turn, answer: Outcome, present: ReadonlySet<string>): boolean {
  if ('begun' in answer) return answer.begun === null;
  return answer.ended !== null || !present.has(turn.blueprintId);
}
