import { setTimeout as delay } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

const mostTries = 4;

/**
 * A transaction that is run again when the database ended it to resolve a deadlock, so `work` must do nothing
 * but ask the database. Our own rows cannot deadlock (see `services/in-blueprint.ts`); the job engine's can,
 * since its heartbeats and ours cancel many rows in whatever order they are found.
 */
export async function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (tries >= mostTries || !isDeadlock(error)) throw error;
      await delay(tries * 20);
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}

/**
 * In a query: its transaction need not be on the disk when it ends. For what may be forgotten if the database itself
 * crashes; commits that announce something take turns, and would wait for the disk in turns.
 */
export const committedLater: RawBuilder<string> = sql`set_config('synchronous_commit', 'off', true)`;

export async function commitsLater(trx: Trx): Promise<void> {
  await sql`select ${committedLater}`.execute(trx);
}

/** Resolves once everything that was committed before is on the disk: a commit of its own waits for all of them. */
export async function flushCommits(db: Db): Promise<void> {
  await sql`select pg_current_xact_id()`.execute(db);
}
