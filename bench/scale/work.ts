import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import { takeDueAttempts, usualDuration } from '#db/remote-attempts.ts';
import { gateState } from '#db/remote-gate.ts';
import { waitingPictures } from '#db/remote-jobs.ts';
import { inTransaction } from '#db/transaction.ts';
import { takeMessages } from '#db/webhook-messages.ts';
import { pictureQueue } from '#jobs/boss.ts';
import { changeCells } from '#services/change-cells.ts';
import { deleteBlueprint } from '#services/delete-blueprint.ts';
import { recordDecisions } from '#services/record-decisions.ts';
import { claimAttempts } from '#services/remote/claim-attempt.ts';
import { remoteGenerator } from '#services/remote/gate.ts';
import { startGeneration } from '#services/start-generation.ts';
import type { Context } from '#context.ts';
import type { Somewhere } from './readings.ts';

/** `before` is not measured. */
export type Work =
  | (() => Promise<unknown>)
  | { before: () => Promise<unknown>; once: () => Promise<unknown> };

/** What is done with the rows, by people and by workers; each of it is committed. */
export function workOf(context: Context, boss: PgBoss, some: Somewhere): Record<string, Work> {
  const { db } = context;
  const fal = remoteGenerator(context, 'fal');
  const blueprintOf = async (table: 'cell' | 'candidate', id: string): Promise<string> => {
    const row = await db.selectFrom(table).select('blueprint_id').where('id', '=', id).executeTakeFirst();
    return row?.blueprint_id ?? some.blueprint();
  };
  /** The account is full but for so many. */
  const leaveRoom = async (count: number): Promise<void> => {
    while ((await claimAttempts(context, fal)).length > 0);
    await sql`update attempt set state = 'lost' where id in (
      select id from attempt where provider = 'fal' and state = 'open' limit ${count})`.execute(db);
  };
  const later = (): Date => new Date(Date.now() + 120_000);
  const retry = { delaySeconds: 2, maxDelaySeconds: 60 };
  return {
    // One more picture in a cell: rows, engine and event in a transaction.
    'enqueue.order': async () => {
      const cell = some.cell();
      await startGeneration(context, await blueprintOf('cell', cell), { cellIds: [cell], count: 1 }, 'local');
    },
    'enqueue.engine': () =>
      inTransaction(db, (trx) => context.queue.enqueue(trx, [{ jobId: randomUUID(), retry }])),
    'claim.local': () => boss.fetch(pictureQueue, { batchSize: 4, includeMetadata: true }),
    'claim.remote': { before: () => leaveRoom(1), once: () => claimAttempts(context, fal) },
    'remote.gate': () => gateState(db, 'fal', new Date()),
    'remote.due': () => takeDueAttempts(db, new Date(), later(), 8),
    'remote.messages': () =>
      takeMessages(db, { now: new Date(), until: later(), limit: 8, done: [], kept: [] }),
    'remote.waiting': () => waitingPictures(db, some.blueprint()),
    'remote.usualDuration': () => usualDuration(db, 'fal', 'flux'),
    'decide.one': async () => {
      const id = some.candidate();
      const order = { candidateId: id, verdict: 'rejected' as const, reasons: [], note: null };
      await recordDecisions(context, await blueprintOf('candidate', id), [order], 'local');
    },
    'change.cells': async () => {
      const cell = some.cell();
      await changeCells(context, await blueprintOf('cell', cell), { cellIds: [cell], target: 3 }, 'local');
    },
    'erase.blueprint': () => deleteBlueprint(context, some.blueprint()),
  };
}
