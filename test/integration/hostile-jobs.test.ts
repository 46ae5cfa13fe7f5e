import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { changeBlueprint, getBoard } from '#contract/blueprint.ts';
import { changeCells, regenerateCell } from '#contract/cell.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

type Job = { id: string; state: string; seed: string; candidates: number; open: number };

async function jobsOf(blueprintId: string): Promise<Job[]> {
  const { rows } = await sql<Job>`
    select id, state, seed,
      (select count(*)::int from candidate where job_id = job.id) as candidates,
      (select count(*)::int from attempt where job_id = job.id and state = 'open') as open
    from job where blueprint_id = ${blueprintId}`.execute(context.db);
  return rows;
}

test('ten clicks on generate at once fill the cells once', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'] });
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  const clicks = Array.from({ length: 10 }, () => call(address, generate, { params, body: {} }));
  const queued = (await Promise.all(clicks)).map((answer) => answer.queued);
  expect(queued.toSorted((a, b) => b - a)).toEqual([10, ...Array<number>(9).fill(0)]);
  await page.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length === 10);
  page.close();
  expect((await call(address, generate, { params, body: {} })).queued).toBe(0);
});

test('a cell of which nothing is wanted gets nothing', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  await call(address, changeCells, { params, body: { cellIds, target: 0 } });
  expect(await call(address, generate, { params, body: {} })).toEqual({ queued: 0 });
  expect((await call(address, getBoard, { params })).readiness).toEqual({ ready: true, missing: [] });
});

test('a cancel that meets completions: each job ends one way, and says the truth', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'] });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  const page = await openLivePage(address, params.blueprintId);
  const completed = (): number => page.events.filter(({ type }) => type === 'job_completed').length;
  let cancelled = 0;
  for (let round = 1; round <= 12; round++) {
    await call(address, generate, { params, body: { cellIds, count: 3 } });
    const before = completed();
    await page.until(() => completed() > before);
    cancelled += (await call(address, cancelJobs, { params, body: {} })).cancelled;
  }
  const { seq } = await call(address, getBoard, { params });
  await page.until(({ events }) => events.at(-1)!.seq >= seq);
  page.close();

  const jobs = await jobsOf(params.blueprintId);
  expect(jobs.length).toBe(72);
  expect(cancelled).toBeGreaterThan(0);
  expect(jobs.filter((job) => job.state === 'cancelled').length).toBe(cancelled);
  for (const job of jobs) {
    expect(['succeeded', 'cancelled']).toContain(job.state);
    expect([job.candidates, job.open]).toEqual([job.state === 'succeeded' ? 1 : 0, 0]);
  }
  const told = (type: string): string[] =>
    page.events.filter((event) => event.type === type).map((event) => event.payload.jobId as string);
  const succeeded = jobs.filter((job) => job.state === 'succeeded').map((job) => job.id);
  expect(told('job_completed').toSorted()).toEqual(succeeded.toSorted());
  const { rows } = await sql`select id from pgboss.job
    where state in ('created', 'retry', 'active') and id = any(${jobs.map((job) => job.id)}::uuid[])`.execute(
    context.db,
  );
  expect(rows, 'the engine holds nothing back').toEqual([]);
});

test('no seed comes twice in a cell, whatever was cancelled, regenerated or asked for at once', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const params = { blueprintId: board.blueprint.id };
  const cellId = board.cells[0]!.id;
  const add = () => call(address, generate, { params, body: { cellIds: [cellId], count: 7 } });
  const again = (text: string) =>
    call(address, regenerateCell, { params: { cellId }, body: { text, count: 3 } });
  await Promise.all([add(), again('one scratch'), add(), again('two scratches'), add()]);
  await call(address, cancelJobs, { params, body: {} });
  await Promise.all([add(), again('three scratches')]);
  await call(address, cancelJobs, { params, body: {} });
  const seeds = (await jobsOf(params.blueprintId)).map((job) => job.seed);
  expect(seeds.length).toBe(37);
  expect(new Set(seeds).size).toBe(37);
  for (const seed of seeds) expect(Number.isInteger(Number(seed)) && Number(seed) >= 0).toBe(true);
});

test('retry limits: kept when they make sense together, refused in a sentence when not', async () => {
  const board = await makeBlueprint(address, { photos: [], defects: [] });
  const params = { blueprintId: board.blueprint.id };
  const change = (settings: object) => call(address, changeBlueprint, { params, body: { settings } });
  const retry = { limit: 0, delaySeconds: 600, maxDelaySeconds: 600 };
  expect((await change({ retry })).settings).toEqual({ ...board.blueprint.settings, retry });
  await expect(change({ retry: { ...retry, maxDelaySeconds: 599 } })).rejects.toMatchObject({
    status: 400,
    message: 'The first delay, 600 s, is longer than the longest, 599 s. Shorten it, or raise the longest.',
  });
  for (const wrong of [{ limit: -1 }, { limit: 11 }, { limit: 1.5 }, { delaySeconds: 0 }, { limit: null }]) {
    await expect(change({ retry: { ...retry, ...wrong } })).rejects.toMatchObject({ status: 400 });
  }
  await expect(change({ targetPerCell: 501 })).rejects.toMatchObject({ status: 400 });
  await expect(change({ seed: 2 ** 32 })).rejects.toMatchObject({ status: 400 });
  expect((await change({ targetPerCell: 500 })).settings).toMatchObject({ retry, targetPerCell: 500 });
});

test('more than anybody could look at is refused before anything is queued', async () => {
  const board = await makeBlueprint(address, {
    photos: Array<string>(7).fill('tile-a.jpg'),
    defects: ['scratch', 'stain', 'crack', 'dent'],
  });
  expect(board.cells.length).toBe(28);
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  const order = { params, body: { cellIds, count: 500 } };
  expect((await call(address, generate, order)).queued).toBe(14_000);
  await call(address, cancelJobs, { params, body: {} });
  await call(address, changeCells, { params, body: { cellIds, state: 'impossible' } });
  expect((await call(address, generate, order)).queued).toBe(0);
  const impossible = call(address, regenerateCell, { params: { cellId: cellIds[0]! }, body: {} });
  await expect(impossible).rejects.toMatchObject({ status: 409, message: /marked as impossible/ });
});

test('cells and jobs of another blueprint are out of reach', async () => {
  const [mine, other] = [
    await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] }),
    await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] }),
  ];
  const params = { blueprintId: mine.blueprint.id };
  const cellIds = other.cells.map((cell) => cell.id);
  expect(await call(address, generate, { params, body: { cellIds, count: 1 } })).toEqual({ queued: 0 });
  expect(await call(address, changeCells, { params, body: { cellIds, target: 9 } })).toEqual({ changed: 0 });
  await call(address, generate, {
    params: { blueprintId: other.blueprint.id },
    body: { cellIds, count: 40 },
  });
  expect(await call(address, cancelJobs, { params, body: { cellIds } })).toEqual({ cancelled: 0 });
  const jobIds = (await jobsOf(other.blueprint.id)).map((job) => job.id);
  expect(await call(address, cancelJobs, { params, body: { jobIds } })).toEqual({ cancelled: 0 });
  await call(address, cancelJobs, { params: { blueprintId: other.blueprint.id }, body: {} });
});
