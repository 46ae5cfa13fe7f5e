import { sql } from 'kysely';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, test } from 'vitest';
import { changeBlueprint, getBoard } from '#contract/blueprint.ts';
import { generate } from '#contract/job.ts';
import { createRandom } from '#core/random.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { type LivePage, openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

const pages: LivePage[] = [];
afterEach(() => pages.splice(0).forEach((page) => page.close()));

async function open(blueprintId: string, after = 0): Promise<LivePage> {
  const page = await openLivePage(address, blueprintId, after);
  pages.push(page);
  return page;
}

const empty = () => makeBlueprint(address, { photos: [], defects: [] });
const rename = (blueprintId: string, name: string) =>
  call(address, changeBlueprint, { params: { blueprintId }, body: { name } });

test('a hundred pages come and go while things happen: each is told everything, in order, once', async () => {
  const { blueprint } = await empty();
  const random = createRandom('a hundred pages');
  const crowd = await Promise.all(Array.from({ length: 100 }, () => open(blueprint.id)));
  const events = 60;
  const write = async (): Promise<void> => {
    for (let i = 0; i < events / 4; i++) await rename(blueprint.id, `name ${i}`);
  };
  const wander = async (page: LivePage): Promise<void> => {
    for (let visits = random.integer(0, 4); visits > 0; visits--) {
      const seen = page.events.length;
      await page.until(() => page.events.length > seen || page.events.length >= events);
      page.leave();
      await page.comeBack();
    }
  };
  await Promise.all([write(), write(), write(), write(), ...crowd.map(wander)]);
  const { seq } = await call(address, getBoard, { params: { blueprintId: blueprint.id } });
  expect(seq).toBe(events + 1);
  await Promise.all(crowd.map((page) => page.until(() => page.events.at(-1)?.seq === seq)));
  const expected = Array.from({ length: seq }, (_, i) => i + 1);
  for (const page of crowd) expect(page.events.map((event) => event.seq)).toEqual(expected);
});

test('a page hears nothing of other blueprints, nor of one that it has left', async () => {
  const [one, other] = [await empty(), await empty()];
  const page = await open(one.blueprint.id);
  await rename(other.blueprint.id, 'elsewhere');
  await rename(one.blueprint.id, 'here');
  await page.until(({ events }) => events.length === 2);
  expect(page.events.every((event) => event.blueprintId === one.blueprint.id)).toBe(true);
});

test('ids in capitals name the same blueprint', async () => {
  const { blueprint } = await empty();
  const page = await open(blueprint.id.toUpperCase());
  await rename(blueprint.id, 'capitals');
  await page.until(({ events }) => events.length === 2);
});

describe('what a page may ask', () => {
  const ask = async (...request: unknown[]): Promise<{ ok: boolean; message?: string }> => {
    const socket = io(address, { transports: ['websocket'], reconnection: false, forceNew: true });
    try {
      return (await socket.timeout(5000).emitWithAck('subscribe', ...request)) as { ok: boolean };
    } finally {
      socket.close();
    }
  };

  test('an unknown blueprint is a sentence, and leaves nothing behind', async () => {
    const answer = await ask({ blueprintId: crypto.randomUUID(), after: 0 });
    expect(answer).toEqual({ ok: false, message: expect.stringMatching(/no such blueprint.*\.$/) });
  });

  test.each([
    ['nothing', null],
    ['a word', 'everything'],
    ['a number before the beginning', { blueprintId: crypto.randomUUID(), after: -1 }],
    ['half an event', { blueprintId: crypto.randomUUID(), after: 0.5 }],
    ['no number', { blueprintId: crypto.randomUUID(), after: 'now' }],
    ['somebody’s room', { blueprintId: '__proto__', after: 0 }],
    ['a list', [[[[]]]]],
    ['very much', { blueprintId: 'x'.repeat(100_000), after: 0 }],
  ])('%s is refused', async (_, request) => {
    expect(await ask(request)).toEqual({ ok: false, message: expect.stringMatching(/\.$/) });
  });

  test('without an answer to give, or with other words, it does no harm', async () => {
    const { blueprint } = await empty();
    const socket = io(address, { transports: ['websocket'], reconnection: false, forceNew: true });
    socket.emit('subscribe');
    socket.emit('subscribe', { blueprintId: blueprint.id, after: 0 }, 'no function');
    socket.emit('unsubscribe', null);
    socket.emit('job_completed', { seq: 99 });
    const answer = await socket.emitWithAck('subscribe', { blueprintId: blueprint.id, after: 0 });
    expect(answer).toEqual({ ok: true, seq: 1 });
    socket.close();
  });
});

/** Ends connections of this database as a crash of the server would, and says how many. */
async function cut(which: 'listening' | 'working'): Promise<number> {
  const listens = sql`query like 'listen %'`;
  const { rows } = await sql<{ count: number }>`
    select count(pg_terminate_backend(pid))::int as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and ${which === 'listening' ? listens : sql`not (${listens})`}`.execute(context.db);
  return rows[0]!.count;
}

test('what happens while nobody listens to the database is told afterwards', async () => {
  const { blueprint } = await empty();
  const page = await open(blueprint.id);
  expect(await cut('listening')).toBe(1);
  await Promise.all([1, 2, 3].map((i) => rename(blueprint.id, `unheard ${i}`)));
  await page.until(({ events }) => events.length === 4);
  expect(page.events.map((event) => event.seq)).toEqual([1, 2, 3, 4]);
});

test('connections that die in the middle of work lose no job and no event', { timeout: 60_000 }, async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'] });
  const params = { blueprintId: board.blueprint.id };
  const page = await open(params.blueprintId);
  const cellIds = board.cells.map((cell) => cell.id);
  await call(address, generate, { params, body: { cellIds, count: 12 } });
  const completed = (): number => page.events.filter(({ type }) => type === 'job_completed').length;
  let ended = 0;
  for (const count of [1, 4, 8, 12]) {
    await page.until(() => completed() >= count);
    // The cutting itself goes over one of them, which may just have been lost.
    ended += await cut('working').catch(() => 0);
  }
  await page.until(() => completed() >= 24);
  expect(ended).toBeGreaterThan(4);
  expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_, i) => i + 1));
  const { rows } = await sql<{ jobs: number; candidates: number; open: number }>`select
    (select count(*)::int from job where blueprint_id = ${params.blueprintId} and state = 'succeeded') as jobs,
    (select count(*)::int from candidate where blueprint_id = ${params.blueprintId}) as candidates,
    (select count(*)::int from attempt where state = 'open') as open`.execute(context.db);
  expect(rows).toEqual([{ jobs: 24, candidates: 24, open: 0 }]);
});
