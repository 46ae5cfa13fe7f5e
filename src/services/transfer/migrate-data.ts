import type { Storage } from '#adapters/storage/port.ts';
import { AppError } from '#core/app-error.ts';
import { migrate } from '#db/migrate.ts';
import { namedObjects } from '#db/objects.ts';
import type { Db } from '#db/schema.ts';
import { readSequences, type Table } from '#db/transfer/catalog.ts';
import { countOrders, handBackJobs, waitingJobs } from '#db/transfer/hand-back.ts';
import { closeAfterFilling } from '#db/transfer/marker.ts';
import { agreeOnText } from '#db/transfer/rows.ts';
import { sql } from 'kysely';
import type { JobQueue } from '#context.ts';
import { copyStorage, type CopyReport } from '../copy-storage.ts';
import { copyTable, type Sides, type TableHooks, verifyTable } from './copy-tables.ts';
import { prepareTarget } from './prepare-target.ts';

export type MigrationOrder = {
  /** Pools; one connection of each is used for all of it. */
  source: Db;
  target: Db;
  /** `to`: `null` leaves the pictures where they are. */
  pictures: { from: Storage; to: Storage | null };
  /** The target's job engine; asked for when all rows are there. */
  openQueue: () => Promise<JobQueue>;
};

export type MigrationHooks = TableHooks & { onPictures: (done: number, total: number) => void };

export type MigrationReport = {
  /** True when an earlier call had finished: nothing was done. */
  wasFinished: boolean;
  /** Rows by table, the same on both sides, hashes too. */
  tables: Record<string, number>;
  /** `null`: they stay where they are. */
  pictures: CopyReport | null;
  /** Content that rows name and that is not there. */
  missing: string[];
  /** Jobs under way that wait again, all that wait, and orders at a provider that go on. */
  handedBack: number;
  queued: number;
  orders: number;
};

/** Pictures read and written at once. */
const parallel = 8;
const jobsAtOnce = 5000;

/**
 * Moves an installation into an empty database: rows as they are, then its pictures. Reads the source only. What is
 * broken off goes on with the same call, and until it is over no server uses the target. The caller holds the
 * source's data folder. Throws AppError `conflict` for a wrong target, `cancelled` when stopped.
 */
export async function migrateData(order: MigrationOrder, hooks: MigrationHooks): Promise<MigrationReport> {
  const report = await order.source.connection().execute((source) =>
    order.target.connection().execute(async (target) => {
      await agreeOnText(source);
      await agreeOnText(target);
      await sql`set default_transaction_read_only = on`.execute(source);
      return fill({ source, target }, order, hooks);
    }),
  );
  if (report.wasFinished) return report;
  // Not before: the source's version may be older, and its rows have to fit.
  await migrate(order.target);
  const named = await namedObjects(order.target);
  for await (const { hash } of (order.pictures.to ?? order.pictures.from).list()) named.delete(hash);
  return { ...report, missing: [...named].sort() };
}

async function fill(sides: Sides, order: MigrationOrder, hooks: MigrationHooks): Promise<MigrationReport> {
  const nothing = { pictures: null, missing: [], handedBack: 0, queued: 0, orders: 0 };
  const tables = await prepareTarget(sides);
  if (tables === null) return { wasFinished: true, tables: {}, ...nothing };
  for (const table of tables) await copyTable(sides, table, hooks);
  const { from, to } = order.pictures;
  const pictures =
    to === null
      ? null
      : await copyStorage(
          { from, to },
          { parallel, verify: true, signal: hooks.signal, onProgress: hooks.onPictures },
        );
  const rows: Record<string, number> = {};
  for (const table of tables) rows[table.name] = Number((await verifyTable(sides, table, hooks)).rows);
  if (hooks.signal.aborted) throw new AppError('cancelled', 'Stopped. The same call goes on from there.');
  const jobs = await finish(sides, tables, await order.openQueue());
  return { wasFinished: false, tables: rows, ...nothing, pictures, ...jobs };
}

/** All at once: from here on the target is an installation, and before it was none. */
async function finish(
  { source, target }: Sides,
  tables: readonly Table[],
  queue: JobQueue,
): Promise<{ handedBack: number; queued: number; orders: number }> {
  const sequences = await readSequences(source);
  return target.transaction().execute(async (trx) => {
    await closeAfterFilling(trx, tables);
    for (const { name, value, isCalled } of sequences) {
      await sql`select setval(quote_ident(${name})::regclass, ${value}::bigint, ${isCalled})`.execute(trx);
    }
    const handedBack = await handBackJobs(trx);
    let queued = 0;
    for (let after: string | null = null; ;) {
      const jobs = await waitingJobs(trx, after, jobsAtOnce);
      const last = jobs.at(-1);
      if (last === undefined) break;
      await queue.enqueue(
        trx,
        jobs.map(({ id, retry }) => ({ jobId: id, retry })),
      );
      queued += jobs.length;
      after = last.id;
    }
    return { handedBack, queued, orders: await countOrders(trx) };
  });
}
