import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { getBoard } from '#contract/blueprint.ts';
import { listCandidates } from '#contract/candidate.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import { changeProject, listProjects, listProviders, listSpending } from '#contract/provider.ts';
import { call } from '../support/api.ts';
import { type LivePage, openLivePage } from '../support/live-page.ts';
import { makeRemoteBlueprint, startRemoteServer } from '../support/remote-server.ts';

const server = await startRemoteServer({
  environment: { FAL_LOST_ANSWER_SECONDS: '4', FAL_PICTURE_SECONDS: '60' },
});
const { address, fal, context } = server;

async function order(count: number) {
  const board = await makeRemoteBlueprint(address);
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  const before = fal.stats();
  await call(address, generate, { params, body: { cellIds: [board.cells[0]!.id], count } });
  return { params, page, before, cell: board.cells[0]! };
}

const ended = (page: LivePage, count: number): Promise<unknown> =>
  page.until(
    ({ events }) =>
      events.filter(({ type }) => type === 'job_completed' || type === 'job_failed').length >= count,
  );

const metFaults = (): number => Object.values(fal.stats().faults).reduce((sum, count) => sum + count, 0);

test.each([
  ['an answer lost after the request was accepted', { fault: { kind: 'reset', accepted: true } }],
  ['a message that is faster than the answer', { fault: { kind: 'webhook', way: 'early' } }],
  ['every message twice', { fault: { kind: 'webhook', way: 'duplicate' } }],
  ['a first signature that is too old', { fault: { kind: 'webhook', way: 'stale' } }],
  ['a message that was tampered with, then a good one', { fault: { kind: 'webhook', way: 'tampered' } }],
  ['an error of fal’s own at first', { nth: 1, fault: { kind: 'answer', status: 500 } }],
  ['a request to slow down', { nth: [1, 2], fault: { kind: 'answer', status: 429, retryAfter: 1 } }],
  ['a runner that dies once', { nth: 1, fault: { kind: 'error', type: 'runner_disconnected' } }],
  ['an answer that is the same picture, once', { nth: 1, fault: { kind: 'picture', way: 'identical' } }],
])('buys no picture twice and loses none: %s', async (_, rule) => {
  const faultsBefore = metFaults();
  fal.script([rule as never]);
  const { params, page, before } = await order(2);
  await ended(page, 2);
  page.close();
  fal.script([]);
  const { candidates } = await call(address, listCandidates, { params });
  expect(candidates).toHaveLength(2);
  const after = fal.stats();
  expect(metFaults(), 'the fault did happen').toBeGreaterThan(faultsBefore);
  expect(after.contentsBilledTwice).toBe(before.contentsBilledTwice);
  expect(after.ok - before.ok - (after.failed - before.failed)).toBeLessThanOrEqual(3);
});

test('says why a prompt was refused, and asks no second time', async () => {
  fal.script([{ fault: { kind: 'error', type: 'content_policy_violation' } }]);
  const { params, page, before } = await order(1);
  await ended(page, 1);
  page.close();
  fal.script([]);
  const board = await call(address, getBoard, { params });
  expect(board.cells[0]!.jobs[0]).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('refused'),
  });
  expect(fal.stats().accepted - before.accepted).toBe(1);
});

test('waits while the account is locked, says so, and goes on by itself', async () => {
  fal.lock();
  const { params, page } = await order(2);
  await page.until(({ events }) => events.some(({ type }) => type === 'account_changed'));
  const { providers } = await call(address, listProviders);
  expect(providers[0]!.trouble).toMatchObject({
    code: 'account_locked',
    message: expect.stringContaining('balance'),
  });
  const board = await call(address, getBoard, { params });
  expect(board.cells[0]!.counts).toMatchObject({ failed: 0 });
  fal.unlock();
  // Half a minute is what it would wait; the clock of the account is put forward instead.
  await context.db.updateTable('provider_account').set({ probe_at: new Date() }).execute();
  await ended(page, 2);
  expect(page.events.filter(({ type }) => type === 'account_changed').at(-1)!.payload).toMatchObject({
    code: null,
  });
  page.close();
  expect((await call(address, listCandidates, { params })).candidates).toHaveLength(2);
});

test('stops before the project’s cap is passed, and goes on when it is raised', async () => {
  const { projects } = await call(address, listProjects);
  const project = { projectId: projects[0]!.id };
  const capMicros = projects[0]!.spentMicros + 100_000;
  await call(address, changeProject, { params: project, body: { capMicros } });
  const { params, page } = await order(3);
  await page.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length === 2);
  const capped = (await call(address, listProjects)).projects[0]!;
  expect(capped.spentMicros + capped.reservedMicros).toBeLessThanOrEqual(capMicros);
  await call(address, changeProject, { params: project, body: { capMicros: null } });
  await ended(page, 3);
  page.close();
  expect((await call(address, listSpending, { params })).totalMicros).toBe(150_000);
});

test('a cancelled job stops over there too, or the bill says that it came too late', async () => {
  fal.script([{ fault: { kind: 'stuck' } }]);
  const begun = Date.now();
  const { params, page } = await order(1);
  await fal.until(({ what, at }) => what === 'accepted' && at >= begun);
  await page.until(({ events }) => events.some(({ type }) => type === 'job_started'));
  expect(await call(address, cancelJobs, { params, body: {} })).toEqual({ cancelled: 1 });
  await page.until(({ events }) => events.some(({ type }) => type === 'cancel_answered'));
  expect(page.events.find(({ type }) => type === 'cancel_answered')!.payload).toMatchObject({
    outcome: 'stopped',
    micros: 0,
  });
  page.close();
  fal.script([]);
  expect((await call(address, listSpending, { params })).totalMicros).toBe(0);
});

test('what was bought before it was cancelled is said to have come too late, and what it cost', async () => {
  fal.script([{ on: 'media', fault: { kind: 'slow', ms: 2000 } }]);
  const begun = Date.now();
  const { params, page } = await order(1);
  await fal.until(({ what, at }) => what === 'fault' && at >= begun);
  expect(await call(address, cancelJobs, { params, body: {} })).toEqual({ cancelled: 1 });
  await page.until(({ events }) => events.some(({ type }) => type === 'cancel_answered'));
  page.close();
  fal.script([]);
  expect(page.events.filter(({ type }) => type === 'cancel_answered')).toMatchObject([
    { payload: { outcome: 'too_late', micros: 50_000 } },
  ]);
  expect((await call(address, listSpending, { params })).totalMicros).toBe(50_000);
  expect((await call(address, listCandidates, { params })).candidates).toEqual([]);
});

/** A request that runs until it is let go, whoever asks it to stop; `more` may spoil its message. */
const unstoppable = (...more: object[]) =>
  fal.script(
    [{ kind: 'unstoppable' }, { kind: 'stuck', running: true }, ...more].map((fault) => ({
      fault: fault as never,
      together: true,
    })),
  );
/** The clock is put forward to the next look, and where asked to when it is too late. */
const lookNow = (giveUpAt = sql`give_up_at`) =>
  sql`update attempt set look_at = now(), give_up_at = ${giveUpAt} where look_at is not null`.execute(
    context.db,
  );
const started = (begun: number) => fal.until(({ what, at }) => what === 'started' && at >= begun);

test.each([
  ['its message', []],
  ['a look at it', [{ kind: 'webhook', way: 'missing' }]],
])(
  'a request that goes on after it was cancelled is followed to its end, and billed: %s',
  async (_, more) => {
    unstoppable(...more);
    const begun = Date.now();
    const project = async () => (await call(address, listProjects)).projects[0]!;
    const { spentMicros } = await project();
    const { params, page } = await order(1);
    await started(begun);
    await call(address, cancelJobs, { params, body: {} });
    const cancel = async () =>
      (
        await sql<{ cancel: string }>`select cancel from attempt order by started_at desc limit 1`.execute(
          context.db,
        )
      ).rows[0]?.cancel;
    await expect.poll(cancel).toBe('asked');
    // Somebody was killed before it was written down: it is asked once more.
    await sql`update attempt set cancel = 'wanted', look_at = now() where cancel = 'asked'`.execute(
      context.db,
    );
    await expect.poll(cancel).toBe('asked');
    expect((await call(address, getBoard, { params })).stopping).toEqual([
      { provider: 'fal', pictures: 1, micros: 50_000 },
    ]);
    expect(await project()).toMatchObject({ spentMicros, reservedMicros: 50_000 });
    fal.script([]);
    fal.release();
    await fal.idle();
    await lookNow();
    await page.until(({ events }) => events.some(({ type }) => type === 'cancel_answered'));
    page.close();
    expect(page.events.filter(({ type }) => type === 'cancel_answered')).toMatchObject([
      { payload: { outcome: 'too_late', micros: 50_000 } },
    ]);
    expect((await call(address, listSpending, { params })).models).toMatchObject([
      { micros: 50_000, estimatedMicros: 0 },
    ]);
    expect(await project()).toMatchObject({ spentMicros: spentMicros + 50_000, reservedMicros: 0 });
    expect((await call(address, getBoard, { params })).stopping).toEqual([]);
    expect((await call(address, listCandidates, { params })).candidates).toEqual([]);
  },
);

test.each([
  ['finishes all the same is taken, and not bought again', true],
  ['stops is ordered again', false],
])('a request that takes too long is asked to stop; one that %s', async (_, goesOn) => {
  if (goesOn) unstoppable();
  else fal.script([{ nth: 1, fault: { kind: 'stuck', running: true } }]);
  const begun = Date.now();
  const { params, page, before } = await order(1);
  await started(begun);
  const stage = async () =>
    (
      await sql<{
        at: string;
      }>`select coalesce(cancel, stage) as at from attempt order by started_at desc limit 1`.execute(
        context.db,
      )
    ).rows[0]?.at;
  await expect.poll(stage).toBe('submitted');
  await lookNow(sql`now()`);
  await fal.until(({ what, detail, at }) => what === 'request' && detail.startsWith('cancel') && at >= begun);
  fal.script([]);
  fal.release();
  await ended(page, 1);
  page.close();
  expect((await call(address, listCandidates, { params })).candidates).toHaveLength(1);
  expect(fal.stats()).toMatchObject({
    accepted: before.accepted + (goesOn ? 1 : 2),
    cancelled: before.cancelled + (goesOn ? 0 : 1),
  });
  expect((await call(address, listSpending, { params })).totalMicros).toBe(50_000);
});
