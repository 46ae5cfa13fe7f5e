import { expect, test } from 'vitest';
import { type BoardView, getBoard } from '#contract/blueprint.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import { changeProject, listProjects } from '#contract/provider.ts';
import { requireBlueprint } from '#services/read-board.ts';
import { whyWaiting } from '#services/remote/why-waiting.ts';
import { call } from '../support/api.ts';
import { openLivePage } from '../support/live-page.ts';
import { makeRemoteBlueprint, startRemoteServer } from '../support/remote-server.ts';

const server = await startRemoteServer();
const { address, fal, context } = server;

type Waiting = NonNullable<BoardView['waiting']>;

/** An order of `count` pictures, by something that may stand in its way; what the board says, until it says it. */
async function order(count: number, change: { providers?: 'fal'[]; capMicros?: number | null }) {
  const board = await makeRemoteBlueprint(address);
  const params = { blueprintId: board.blueprint.id };
  const { projects } = await call(address, listProjects);
  const project = { projectId: projects[0]!.id };
  const page = await openLivePage(address, params.blueprintId);
  const ask = (body: typeof change) => call(address, changeProject, { params: project, body });
  await ask(change);
  await call(address, generate, { params, body: { cellIds: [board.cells[0]!.id], count } });
  const waiting = async () => (await call(address, getBoard, { params })).waiting;
  const completed = (wanted: number) =>
    page.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length >= wanted);
  return { params, page, ask, waiting, completed, spent: projects[0]!.spentMicros };
}

test('the board says that the limit is reached, every page hears of the new one, and they go on', async () => {
  const { projects } = await call(address, listProjects);
  const capMicros = projects[0]!.spentMicros + 50_000;
  const { page, ask, waiting, completed } = await order(2, { capMicros });
  await completed(1);
  expect(await waiting()).toEqual({
    reason: 'cap',
    provider: 'fal',
    message: expect.stringMatching(
      /^Of the \$0\.05 that the project may spend, \$0\.05 is spent or put aside\./,
    ),
    since: null,
    pictures: 1,
  } satisfies Waiting);
  await ask({ capMicros: null });
  await completed(2);
  expect(page.events.filter(({ type }) => type === 'project_changed').at(-1)!.payload).toEqual({
    capMicros: null,
  });
  expect(await waiting()).toBeNull();
  page.close();
});

test('the board says that the permission was taken back, or that the key is gone', async () => {
  fal.lock();
  const { params, page, ask, waiting } = await order(2, { capMicros: null });
  // All that were sent have come back.
  await page.until(({ events }) => {
    const count = (type: string) => events.filter((event) => event.type === type).length;
    return count('account_changed') > 0 && count('job_waiting') === count('job_started');
  });
  expect(await waiting()).toMatchObject({ reason: 'account', message: expect.stringContaining('balance') });
  expect((await waiting())!.since).not.toBeNull();
  fal.unlock();
  await ask({ providers: [] });
  await context.db.updateTable('provider_account').set({ troubled_since: null }).execute();
  expect(await waiting()).toMatchObject({ reason: 'not_allowed', pictures: 2 });
  const blueprint = await requireBlueprint(context.db, params.blueprintId);
  expect(await whyWaiting({ generators: new Map() }, context.db, blueprint)).toMatchObject({
    reason: 'no_key',
    message: expect.stringContaining('FAL_KEY'),
  });
  await call(address, cancelJobs, { params, body: {} });
  expect(await waiting()).toBeNull();
  page.close();
});

test('what is painted on a photo of a few pixels could not be found again, so it is not ordered', async () => {
  const board = await makeRemoteBlueprint(address, { width: 24 });
  const params = { blueprintId: board.blueprint.id };
  const { accepted } = fal.stats();
  await expect(call(address, generate, { params, body: {} })).rejects.toThrow(
    /“.*” is only 24 x \d+ px: below 32 px .* Upload it larger, or choose the built-in renderer/,
  );
  expect((await call(address, getBoard, { params })).cells[0]!.counts).toMatchObject({ queued: 0 });
  expect(fal.stats().accepted).toBe(accepted);
});
