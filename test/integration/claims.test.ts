import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '#db/connect.ts';
import { createQueue, pictureQueue, startBoss } from '#jobs/boss.ts';
import { openClaims } from '#jobs/claims.ts';
import { createTestDatabase } from '../support/test-database.ts';

const url = await createTestDatabase();
const onError = (): void => {};
const db = connect(url, { onError });
const boss = await startBoss({ url, supervise: false, onError });
// The database itself would count the jobs sooner or later.
await sql`alter table pgboss.job_common set (autovacuum_enabled = off)`.execute(db);
beforeEach(() => sql`truncate pgboss.job_common`.execute(db));
afterAll(async () => {
  await boss.stop({ graceful: false });
  await db.destroy();
});

const add = async (count: number): Promise<string[]> => {
  const jobs = Array.from({ length: count }, () => ({
    jobId: randomUUID(),
    retry: { delaySeconds: 2, maxDelaySeconds: 60 },
  }));
  await db.transaction().execute((trx) => createQueue(boss).enqueue(trx, jobs));
  return jobs.map(({ jobId }) => jobId);
};

/** A way to the database that remembers what is said to it. */
async function overhear(): Promise<{ url: string; said(): string; close(): void }> {
  let said = '';
  const target = new URL(url);
  const server = createServer((socket) => {
    const upstream = connectTo(Number(target.port), target.hostname);
    socket.on('data', (bytes) => (said += bytes.toString('latin1')));
    socket.on('error', onError).pipe(upstream).on('error', onError).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    said: () => said,
    close: () => server.close(),
  };
}

/** Rows of jobs that were read to find some, and that were changed, since there is a database. */
const touched = async (): Promise<{ read: number; changed: number }> => {
  const { rows } = await sql<{ read: number; changed: number }>`
    select (seq_tup_read + idx_tup_fetch)::int as read, n_tup_upd::int as changed
    from pg_stat_user_tables where relid = 'pgboss.job_common'::regclass`.execute(db);
  return rows[0]!;
};

test.each([
  { counted: 'never', count: async () => {} },
  { counted: 'while nothing waited', count: () => sql`vacuum analyze pgboss.job`.execute(db) },
  {
    counted: 'while some waited',
    count: async () => {
      await add(50);
      await sql`analyze pgboss.job`.execute(db);
      await sql`delete from pgboss.job`.execute(db);
    },
  },
])(
  'claims planned before there were jobs, which were counted $counted, read only what they take',
  async ({ count }) => {
    await count();
    const way = await overhear();
    const claims = openClaims(pictureQueue, { url: way.url, onError });
    for (let k = 0; k < 10; k++) expect(await claims.take(8)).toEqual([]);
    const first = await add(100);
    await add(2900);
    const before = await touched();
    const taken: string[] = [];
    for (let k = 0; k < 10; k++) taken.push(...(await claims.take(8)).map(({ id }) => id));
    expect(new Set(taken).size).toBe(80);
    expect(first).toEqual(expect.arrayContaining(taken));
    // A connection that ends tells what it did.
    await claims.close();
    way.close();
    expect(way.said().match(/skip locked/gi)).toHaveLength(1);
    const after = await vi.waitFor(
      async () => {
        const now = await touched();
        expect(now.changed - before.changed).toBe(80);
        return now;
      },
      { timeout: 20_000 },
    );
    // Some of the jobs that were taken before may be looked at again, as their entries of the index are still there.
    expect(after.read - before.read).toBeLessThan(1000);
  },
);

test("a claim does what the engine's own does", async () => {
  const engine = 'of-the-engine';
  await boss.createQueue(engine, (await boss.getQueue(pictureQueue))!);
  const hour = 3600;
  for (const queue of [engine, pictureQueue]) {
    // The numbers 0 and 1 failed once and wait again, 2 was ended.
    await boss.insert(
      queue,
      [0, 1, 2].map((n) => ({ data: { n }, retryDelay: 0, retryBackoff: false })),
    );
    const tried = await boss.fetch<{ n: number }>(queue, { batchSize: 3 });
    const idsOf = (isEnded: boolean): string[] =>
      tried.filter(({ data }) => (data.n === 2) === isEnded).map(({ id }) => id);
    await boss.fail(queue, idsOf(false));
    await boss.complete(queue, idsOf(true));
    await boss.insert(queue, [
      { data: { n: 3 } },
      { data: { n: 4 }, startAfter: hour },
      { data: { n: 5 }, priority: 1 },
    ]);
    await boss.insert(queue, [
      { data: { n: 6 }, singletonKey: 'one' },
      { data: { n: 7 }, singletonKey: 'one' },
    ]);
    await boss.insert(queue, [{ data: { n: 8 }, group: { id: 'together' } }, { data: { n: 9 } }]);
    await sql`update pgboss.job set blocked = true where name = ${queue} and data->>'n' = '7'`.execute(db);
  }
  const rowsOf = async (queue: string): Promise<unknown[]> => {
    const { rows } = await sql`
      select to_jsonb(job) - '{id,name,created_on,start_after,started_on,heartbeat_on,completed_on,keep_until}'::text[] as rest,
        extract(epoch from start_after - created_on)::int as due, started_on >= created_on as is_started,
        heartbeat_on = started_on as is_alive, completed_on >= started_on as is_ended
      from pgboss.job where name = ${queue} order by (data->>'n')::int`.execute(db);
    return rows;
  };
  const claims = openClaims(pictureQueue, { url, onError });
  // The one of a higher priority; those that are older; the rest.
  for (const count of [1, 3, 20]) {
    const theirs = await boss.fetch(engine, { batchSize: count });
    const ours = await claims.take(count);
    const tries = (jobs: { retryCount: number }[]): number[] =>
      jobs.map(({ retryCount }) => retryCount).sort((a, b) => a - b);
    expect(tries(ours)).toEqual(tries(theirs));
    expect(await rowsOf(pictureQueue)).toEqual(await rowsOf(engine));
  }
  expect(await claims.take(20)).toEqual([]);
  await claims.close();
});

test('workers that claim at once share the jobs; a connection that is lost is replaced', async () => {
  await add(3000);
  const workers = [1, 2, 3].map(() => openClaims(pictureQueue, { url, onError }));
  const claimed = async (): Promise<string[]> =>
    (await Promise.all(workers.map((worker) => worker.take(8)))).flat().map(({ id }) => id);
  const found: string[] = [];
  for (let k = 0; k < 5; k++) found.push(...(await claimed()));
  expect(new Set(found).size).toBe(5 * 3 * 8);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'redrabbit claims' and datname = current_database()`.execute(db);
  for (const worker of workers) {
    // The first that is asked of it may still be told of the loss.
    const jobs = await vi.waitFor(() => worker.take(8), { timeout: 20_000 });
    found.push(...jobs.map(({ id }) => id));
  }
  expect(new Set(found).size).toBe(6 * 3 * 8);
  await Promise.all(workers.map((worker) => worker.close()));
});
