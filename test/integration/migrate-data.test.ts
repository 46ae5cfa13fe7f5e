import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase } from '#adapters/postgres/create-database.ts';
import { openDataFolder } from '#adapters/postgres/open-data-folder.ts';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { connect } from '#db/connect.ts';
import { migrate, migrateToLatest } from '#db/migrate.ts';
import type { Db } from '#db/schema.ts';
import { prepareTarget } from '#services/transfer/prepare-target.ts';
import { allRows, fillDatabase } from '../support/full-database.ts';
import { type CliResult, runCli, startCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

// One story, in order: a data folder that was used for a while is moved, with every accident on the way.
const home = await makeTemporaryFolder();
const data = join(home, 'data');
const pictures = join(home, 'server/pictures');
const from = await openLocalStorage(join(data, 'pictures'), { isAlone: false });
const hashes: string[] = [];
for (let k = 0; k < 30; k++) hashes.push(await from.put(randomBytes(2000 + k)));

const target = await emptyDatabase();
const db = connect(target, { onError: () => {} });
afterAll(() => db.destroy());
const call = ['migrate-data', '--from', data, '--to', target, '--pictures', pictures];

/** What is done to the source, by a program that has its folder. */
async function inSource<T>(work: (source: Db, url: string) => Promise<T>): Promise<T> {
  const opened = await openDataFolder({ folder: join(data, 'postgres'), address: 'the test' });
  const source = connect(opened.url, { onError: () => {} });
  try {
    return await work(source, opened.url);
  } finally {
    await source.destroy();
    await opened.close();
  }
}

async function emptyDatabase(template?: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  afterAll(() => dropDatabase(inject('databaseUrl'), name));
  return createDatabase(inject('databaseUrl'), name, template);
}

async function constraintsOf(of: Db): Promise<unknown[]> {
  const { rows } =
    await sql`select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as is
    from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`.execute(of);
  return rows;
}

let before: Record<string, string[]> = {};
let constraints: unknown[] = [];

test('the source has a row in every table', async () => {
  await inSource(async (source, url) => {
    await migrateToLatest(url);
    await fillDatabase(source, { pictures: hashes, events: 12_000 });
    before = await allRows(source);
    constraints = await constraintsOf(source);
  });
  // A new table has to be filled in test/support/full-database.ts, so that this file sees it move.
  for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(0);
});

test('wrong calls, a target that is in use, and a source that is in use, change nothing', async () => {
  const used = await emptyDatabase(inject('templateDatabase'));
  const none = used.replace(/test_\w+$/, 'test_none');
  const refused = async (args: string[], status: number, sentence: RegExp): Promise<void> => {
    const result = await runCli(args);
    expect(result.stderr).toMatch(sentence);
    expect(result).toMatchObject({ status, stdout: '' });
  };
  await Promise.all([
    refused(['migrate-data', '--from', home, '--to', target], 2, /no data of Red Rabbit in that folder/),
    refused([...call, '--storage', 's3://a'], 2, /two places/),
    refused(['migrate-data', '--from', data, '--to', none], 1, /database "test_none" does not exist/),
  ]);
  await inSource(async (source) => {
    await refused(call, 1, /Another Red Rabbit \(process \d+, the test\) already uses/);
    const full = connect(used, { max: 1, onError: () => {} });
    await expect(prepareTarget({ source, target: full })).rejects.toThrow(/The target is not empty/);
    await full.destroy();
  });
  const { rows } = await sql`select nspname from pg_namespace where nspname like 'redrabbit%'`.execute(db);
  expect(rows).toEqual([]);
});

test('killed in the middle: no server uses the target, and another source cannot go on there', async () => {
  const killed = startCli(call);
  await killed.untilLine(/^event: /);
  killed.process.kill('SIGKILL');
  await killed.ended;
  await expect(migrate(db)).rejects.toThrow(/being filled by migrate-data/);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from event`.execute(db);
  expect(rows[0]!.n).toBeGreaterThan(0);
  expect(rows[0]!.n).toBeLessThan(12_000);
  const other = connect(await emptyDatabase(inject('templateDatabase')), { onError: () => {} });
  const same = connect(target, { max: 1, onError: () => {} });
  await expect(prepareTarget({ source: other, target: same })).rejects.toThrow(/filled from another source/);
  await Promise.all([other.destroy(), same.destroy()]);
});

test('goes on where it was, although the source was used in between, and says what is missing', async () => {
  const lost = hashes[1]!;
  const damaged = hashes[2]!;
  await inSource(async (source) => {
    // Copied before the kill, and after it.
    await sql`update blueprint set name = 'Renamed'`.execute(source);
    await sql`update golden_image set name = 'Renamed'`.execute(source);
    before = await allRows(source);
  });
  await rm(join(data, 'pictures/objects', lost.slice(0, 2), lost));
  await writeFile(join(data, 'pictures/objects', damaged.slice(0, 2), damaged), 'damaged');
  const result = await runCli([...call, '--json']);
  expect(result.status, result.stderr).toBe(1);
  expect(result.stderr).toMatch(new RegExp(`error: ${damaged} is damaged`));
  const report = JSON.parse(result.stdout) as Record<string, unknown>;
  expect(report).toMatchObject({
    wasFinished: false,
    missing: [lost, damaged].sort(),
    handedBack: 1,
    queued: 2,
  });
  expect(report).toMatchObject({ orders: 1, pictures: { objects: 29, copied: 28 } });
  expect(report.tables).toEqual(
    Object.fromEntries(Object.entries(before).map(([name, rows]) => [name, rows.length])),
  );
});

test('everything is there as it was, but for the jobs that were under way', async () => {
  const after = await allRows(db);
  for (const table of ['job', 'attempt']) {
    const changed = after[table]!.filter((row) => !before[table]!.includes(row));
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatch(table === 'job' ? /"state": "queued"/ : /"state": "lost"/);
    expect(after[table]).toHaveLength(before[table]!.length);
    before[table] = after[table]!;
  }
  expect(after).toEqual(before);
  expect(await constraintsOf(db)).toEqual(constraints);
  const waiting = await sql`select count(*)::int as n from pgboss.job where state = 'created'`.execute(db);
  expect(waiting.rows).toEqual([{ n: 2 }]);
});

test('the target is an installation: history is kept, numbers go on, and the source is as it was', async () => {
  await migrate(db);
  await expect(sql`update event set actor = 'b'`.execute(db)).rejects.toThrow(/is history/);
  const { rows } = await sql<{ is: boolean }>`
    insert into defect (id, blueprint_id, name, name_key, family, prompt)
    select gen_random_uuid(), blueprint_id, 'b', 'b', 'crack', '' from defect
    returning ordinal > (select max(ordinal) from defect) as is`.execute(db);
  expect(rows).toEqual([{ is: true }]);
  const again: CliResult = await runCli(call);
  expect(again.status, again.stderr).toBe(0);
  expect(again.stdout).toMatch(/finished this already/);
  await inSource(async (source) => {
    const now = await allRows(source);
    expect({ ...now, job: [], attempt: [] }).toEqual({ ...before, job: [], attempt: [] });
    const { rows: running } = await sql`select count(*)::int as n from job where state = 'running'`.execute(
      source,
    );
    expect(running).toEqual([{ n: 2 }]);
  });
});
