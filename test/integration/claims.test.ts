import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, expect, test, vi } from 'vitest';
import { connect } from '#db/connect.ts';
import { createQueue, pictureQueue, startBoss } from '#jobs/boss.ts';
import { claimSettings, openClaims } from '#jobs/claims.ts';
import { createTestDatabase } from '../support/test-database.ts';

const url = await createTestDatabase();
const onError = (): void => {};
const db = connect(url, { onError });
const boss = await startBoss({ url, supervise: false, onError });
afterAll(async () => {
  await boss.stop({ graceful: false });
  await db.destroy();
});

const add = (count: number): Promise<void> =>
  db.transaction().execute((trx) =>
    createQueue(boss).enqueue(
      trx,
      Array.from({ length: count }, () => ({
        jobId: randomUUID(),
        retry: { delaySeconds: 2, maxDelaySeconds: 60 },
      })),
    ),
  );

test('a claim that was planned while nothing waited takes jobs in their order, without reading all of them', async () => {
  let claim = '';
  const executeSql = async (text: string): Promise<{ rows: never[] }> => {
    claim = text;
    return { rows: [] };
  };
  await boss.fetch(pictureQueue, { batchSize: 8, db: { executeSql } });
  await sql`vacuum analyze pgboss.job`.execute(db);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(claimSettings);
  await client.query(`prepare claim as ${claim}`);
  await client.query('execute claim');
  await add(3000);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>('explain execute claim');
  await client.end();
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Index Scan using job_common_i11/);
  expect(plan).not.toMatch(/Sort|Seq Scan|Hash/);
});

test('workers that claim at once share the jobs; a connection that is lost is replaced', async () => {
  const workers = [1, 2, 3].map(() => openClaims(boss, pictureQueue, { url, onError }));
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
