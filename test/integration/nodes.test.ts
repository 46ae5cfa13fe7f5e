import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from '#adapters/postgres/start-postgres.ts';
import { changeBlueprint, listBlueprints } from '#contract/blueprint.ts';
import { listCandidates } from '#contract/candidate.ts';
import { generate } from '#contract/job.ts';
import { listProjects } from '#contract/provider.ts';
import { connect } from '#db/connect.ts';
import { migrations } from '#db/migrate.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { freePort } from '../support/free-port.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTraceCollector } from '../support/trace-collector.ts';

/** A small plant: web and worker processes on a PostgreSQL server that may be restarted under its address. */
const folder = await mkdtemp(join(tmpdir(), 'redrabbit-test-nodes-'));
const port = await freePort();
const server = { folder: join(folder, 'postgres'), port };
let postgres = await startPostgres(server);
const db = connect(postgres.url, { max: 1, onError: () => {} });
const collector = await startTraceCollector();
const processes: Desk[] = [];
afterAll(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  collector.close();
  await db.destroy();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(role: string, environment: Record<string, string> = {}): Promise<Desk> {
  const process = await startDesk(join(folder, 'data'), {
    ROLE: role,
    DATABASE_URL: postgres.url,
    DATABASE_POOL: '6',
    WORKERS: '1',
    GRACE_SECONDS: '0',
    METRICS_TOKEN: 'let me see',
    LOG_LEVEL: 'warn',
    ...environment,
  });
  processes.push(process);
  return process;
}

let [here, there, one, another, third]: Desk[] = [];
// On an empty database, all at once. In a hook: should one not start, what was started is ended all the same.
beforeAll(async () => {
  const starting = [
    start('web'),
    start('web', { DRAIN_SECONDS: '1', LOG_LEVEL: 'info', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    start('worker'),
    start('worker'),
    start('worker', { WORKERS: '2', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
  ];
  await Promise.allSettled(starting);
  [here, there, one, another, third] = await Promise.all(starting);
});

type Ready = {
  ok: boolean;
  reason?: string;
  role: string;
  checks: Record<string, { ok: boolean; reason?: string }>;
  processes?: { role: string; silentSeconds: number }[];
};

async function ready({ address }: Desk, query = ''): Promise<Ready & { status: number }> {
  const answer = await fetch(`${address}/readyz${query}`);
  return { ...((await answer.json()) as Ready), status: answer.status };
}

test('five processes that start at once on an empty database make it once', async () => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations).toSorted());
  expect((await call(here.address, listProjects)).projects.map(({ name }) => name)).toEqual([
    'Sample project',
  ]);
  expect((await call(there.address, listBlueprints)).blueprints.length).toBe(5);
});

test('each says what it is, whether it is ready, and who else is there', async () => {
  const told = await ready(one, '?verbose');
  expect(told).toMatchObject({ status: 200, ok: true, role: 'worker' });
  expect(told.processes?.map(({ role }) => role)).toEqual(['web', 'web', 'worker', 'worker', 'worker']);
  expect(await ready(here)).toMatchObject({ status: 200, ok: true, role: 'web' });
  expect((await fetch(`${one.address}/api/v1/blueprints`)).status, 'a worker serves nothing else').toBe(404);
});

/** Pictures that wait or are being made, and how many tries were lost. */
async function tally(): Promise<{ open: number; lost: number }> {
  const { rows } = await sql<{ open: number; lost: number }>`select
    (select count(*)::int from attempt where state = 'open') as open,
    (select count(*)::int from attempt where state = 'lost') as lost`.execute(db);
  return rows[0]!;
}

test(
  'a worker that is told to stop hands its picture back at once, and the others go on',
  { timeout: 90_000 },
  async () => {
    // Wide, so that a picture takes long enough to be interrupted.
    const board = await makeBlueprint(here.address, {
      photos: ['case-a.jpg'],
      width: 600,
      defects: ['scratch', 'dent'],
    });
    const params = { blueprintId: board.blueprint.id };
    const page = await openLivePage(there.address, params.blueprintId);
    const completed = (): number => page.events.filter(({ type }) => type === 'job_completed').length;
    const cellIds = board.cells.map((cell) => cell.id);
    await call(here.address, generate, { params, body: { cellIds, count: 5 } });
    // Four at a time, two of them by whoever stops.
    while ((await tally()).open < 4);
    third.process.kill('SIGTERM');
    expect((await once(third.process, 'exit'))[0]).toBe(0);
    // Neither the engine's delay after a failure nor the ten seconds of silence of one that was killed.
    const { rows } = await sql<{ wait: number }>`select
      coalesce(max(extract(epoch from start_after - now())), 0)::float8 as wait
      from pgboss.job where state = 'retry'`.execute(db);
    expect(rows[0]!.wait).toBeLessThanOrEqual(0);
    await page.until(() => completed() >= 10);
    page.close();
    expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_, i) => i + 1));
    const { counts } = await call(here.address, listCandidates, { params, query: { limit: 1 } });
    expect(counts.undecided).toBe(10);
    expect((await tally()).open).toBe(0);
    expect((await tally()).lost).toBeGreaterThan(0);
    expect((await ready(one, '?verbose')).processes?.length, 'it has signed off').toBe(4);
  },
);

test('metrics tell who has the token what waits, what was done, and who is connected', async () => {
  const ask = (desk: Desk, token?: string): Promise<Response> =>
    fetch(`${desk.address}/metrics`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  for (const token of [undefined, '', 'let me se', 'let me see!']) {
    expect((await ask(here, token)).status).toBe(404);
  }
  const board = await makeBlueprint(here.address, { photos: [], defects: [] });
  const page = await openLivePage(here.address, board.blueprint.id);
  const [web, ...workers] = await Promise.all(
    [here, one, another].map(async (desk) => (await ask(desk, 'let me see')).text()),
  );
  page.close();
  expect(web).toMatch(/^redrabbit_live_clients\{role="web"\} 1$/m);
  expect(web).toMatch(/^redrabbit_database_up\{role="web"\} 1$/m);
  expect(web).toMatch(/^redrabbit_processes\{kind="worker",role="web"\} 2$/m);
  expect(web).toMatch(/^redrabbit_webhook_lag_seconds\{role="web"\} 0$/m);
  expect(web).toMatch(/^process_resident_memory_bytes\{role="web"\} \d+$/m);
  const made = workers.map((text) =>
    Number(/^redrabbit_attempts_total\{.*outcome="succeeded".*\} (\d+)$/m.exec(text)?.[1] ?? 0),
  );
  expect(Math.max(...made), 'pictures were made here').toBeGreaterThan(0);
});

test('a page that hops between two processes is told everything, in order, once', async () => {
  const { blueprint } = await makeBlueprint(here.address, { photos: [], defects: [] });
  const params = { blueprintId: blueprint.id };
  const changes = 40;
  const write = async (): Promise<void> => {
    for (let i = 0; i < changes; i++) {
      const { address } = i % 3 === 0 ? there : here;
      await call(address, changeBlueprint, { params, body: { name: `name ${i}` } });
    }
  };
  const seen: number[] = [];
  const hop = async (): Promise<void> => {
    for (let visit = 0; seen.length <= changes; visit++) {
      const { address } = visit % 2 === 0 ? here : there;
      const page = await openLivePage(address, blueprint.id, seen.at(-1) ?? 0);
      const wanted = Math.min(3, changes + 1 - seen.length);
      await page.until(({ events }) => events.length >= wanted);
      page.leave();
      seen.push(...page.events.map((event) => event.seq));
      page.close();
    }
  };
  await Promise.all([write(), hop()]);
  expect(seen).toEqual(Array.from({ length: changes + 1 }, (_, i) => i + 1));
});

test(
  'PostgreSQL is restarted: everybody says so, nobody ends, and the work goes on',
  { timeout: 90_000 },
  async () => {
    const board = await makeBlueprint(here.address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
    const params = { blueprintId: board.blueprint.id };
    const page = await openLivePage(here.address, params.blueprintId);
    const completed = (): number => page.events.filter(({ type }) => type === 'job_completed').length;
    const cellIds = board.cells.map((cell) => cell.id);
    await call(here.address, generate, { params, body: { cellIds, count: 12 } });
    await page.until(() => completed() >= 2);
    await postgres.stop();
    for (const process of [here, one]) {
      expect(await ready(process)).toMatchObject({
        status: 503,
        reason: expect.stringMatching(/^The database did not answer/),
        checks: { database: { ok: false }, storage: { ok: true } },
      });
      expect((await fetch(`${process.address}/healthz`)).status).toBe(200);
    }
    postgres = await startPostgres(server);
    await page.until(() => completed() >= 12);
    page.close();
    expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_, i) => i + 1));
    for (const process of [here, there, one, another]) expect((await ready(process)).status).toBe(200);
    expect((await tally()).open).toBe(0);
  },
);

test('a web process that is told to stop says so first, still serves, and then lets go', async () => {
  const blueprints = (await call(here.address, listBlueprints)).blueprints;
  const page = await openLivePage(there.address, blueprints[0]!.id);
  there.process.kill('SIGTERM');
  const exit = once(there.process, 'exit');
  await expect
    .poll(() => ready(there), { interval: 5 })
    .toMatchObject({
      status: 503,
      checks: { running: { ok: false }, database: { ok: true } },
    });
  expect((await call(there.address, listBlueprints)).blueprints.length).toBe(blueprints.length);
  page.close();
  expect((await exit)[0]).toBe(0);
  await expect(fetch(`${there.address}/healthz`)).rejects.toThrow('fetch failed');
});

test('traces and the log say which request and which job something belongs to', () => {
  const { spans } = collector;
  const request = spans.find(({ name }) => name === 'PATCH /api/v1/blueprints/:blueprintId')!;
  const job = spans.find(({ name }) => name === 'generate picture')!;
  for (const { spanId, traceId } of [request, job]) {
    const queries = spans.filter(({ parentSpanId }) => parentSpanId === spanId);
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.every((query) => query.traceId === traceId)).toBeTruthy();
  }
  expect(job.attributes.map(({ key }) => key)).toEqual(['jobId']);
  const lines = there.output.flatMap((line) =>
    line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : [],
  );
  const answered = lines.find(({ msg, method }) => msg === 'request' && method === 'PATCH');
  expect(answered).toMatchObject({
    role: 'web',
    status: 200,
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(answered?.traceId).toMatch(/^[0-9a-f]{32}$/);
});

test('a role without a database that others reach is refused in a sentence', async () => {
  await expect(start('worker', { DATABASE_URL: '' })).rejects.toThrow(
    /^ROLE=worker needs a PostgreSQL server .*Set DATABASE_URL, or leave ROLE out.*\.$/,
  );
});
