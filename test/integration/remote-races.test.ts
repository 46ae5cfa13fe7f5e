import { expect, test } from 'vitest';
import { listCandidates } from '#contract/candidate.ts';
import { deleteBlueprint } from '#contract/blueprint.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import { changeProject, listProjects, listSpending } from '#contract/provider.ts';
import { closeCircuit, openCircuit } from '#db/provider-accounts.ts';
import { findRemoteAttempt } from '#db/remote-attempts.ts';
import { giveBack } from '#services/remote/give-back.ts';
import { AttemptTaken, createGate, remoteGenerator } from '#services/remote/gate.ts';
import { giveUpLostAnswer, resumeWaiting } from '#services/remote/lost-answer.ts';
import { createRemoteTurns } from '#services/remote/remote-turns.ts';
import { call } from '../support/api.ts';
import { type LivePage, openLivePage } from '../support/live-page.ts';
import { insertJobs } from '../support/rows.ts';
import { createSmallDisk } from '../support/small-disk.ts';
import { makeRemoteBlueprint, startRemoteServer } from '../support/remote-server.ts';

const { address, fal, context, dataDir } = await startRemoteServer({
  slots: 4,
  environment: { FAL_LOST_ANSWER_SECONDS: '20' },
});

async function order(count: number) {
  const board = await makeRemoteBlueprint(address);
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  await call(address, generate, { params, body: { cellIds: [board.cells[0]!.id], count } });
  return { params, page };
}

const openAttempt = ({ blueprintId }: { blueprintId: string }) =>
  context.db
    .selectFrom('attempt')
    .innerJoin('job', 'job.id', 'attempt.job_id')
    .where('job.blueprint_id', '=', blueprintId)
    .where('attempt.state', '=', 'open')
    .select(['attempt.id', 'attempt.stage', 'attempt.look_at', 'attempt.looks'])
    .executeTakeFirstOrThrow();

const completed = (page: LivePage, count: number): Promise<unknown> =>
  page.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length >= count);

test('a job cancelled while its order is on the way is stopped over there, and costs nothing', async () => {
  fal.script([{ fault: { kind: 'stuck' } }, { fault: { kind: 'slow', ms: 1500 }, together: true }]);
  const begun = Date.now();
  const { params, page } = await order(1);
  await fal.until(({ what, at }) => what === 'accepted' && at >= begun);
  expect(await call(address, cancelJobs, { params, body: {} })).toEqual({ cancelled: 1 });
  await page.until(({ events }) => events.some(({ type }) => type === 'cancel_answered'));
  page.close();
  fal.script([]);
  expect(page.events.find(({ type }) => type === 'cancel_answered')!.payload).toMatchObject({
    outcome: 'stopped',
    micros: 0,
  });
  expect((await call(address, listSpending, { params })).totalMicros).toBe(0);
  expect((await call(address, listProjects)).projects[0]).toMatchObject({ reservedMicros: 0 });
});

test('what is made for a blueprint that is deleted is stopped over there, and costs nothing', async () => {
  const before = (await call(address, listProjects)).projects[0]!;
  fal.script([{ fault: { kind: 'stuck' } }]);
  const { params, page } = await order(2);
  const sent = () =>
    context.db
      .selectFrom('attempt')
      .innerJoin('job', 'job.id', 'attempt.job_id')
      .where('job.blueprint_id', '=', params.blueprintId)
      .where('attempt.stage', '=', 'submitted')
      .select('attempt.request_id')
      .execute();
  await expect.poll(async () => (await sent()).length).toBe(2);
  const requests = (await sent()).map(({ request_id: id }) => id);
  await call(address, deleteBlueprint, { params });
  page.close();
  fal.script([]);
  const ended = fal.purchases().filter(({ requestId }) => requests.includes(requestId));
  expect(ended.map(({ ended: how }) => how)).toEqual(['cancelled', 'cancelled']);
  expect((await call(address, listProjects)).projects[0]).toEqual(before);
});

test('a message that cannot be believed leads to the request whose answer was lost', async () => {
  fal.script([
    { fault: { kind: 'reset', accepted: true } },
    { fault: { kind: 'webhook', way: 'stale' }, together: true },
  ]);
  const before = fal.stats();
  const { params, page } = await order(1);
  await completed(page, 1);
  page.close();
  fal.script([]);
  expect((await call(address, listCandidates, { params })).candidates).toHaveLength(1);
  expect(fal.stats()).toMatchObject({
    accepted: before.accepted + 1,
    contentsBilledTwice: before.contentsBilledTwice,
  });
});

test('trouble with the account is told once, however many requests meet it', async () => {
  fal.lock();
  const { page } = await order(5);
  await page.until(({ events }) => events.filter(({ type }) => type === 'job_waiting').length >= 4);
  const account = await context.db.selectFrom('provider_account').selectAll().executeTakeFirstOrThrow();
  expect(account).toMatchObject({ code: 'account_locked', probes: 1 });
  expect(page.events.filter(({ type }) => type === 'account_changed')).toHaveLength(1);
  fal.unlock();
  await context.db.updateTable('provider_account').set({ probe_at: new Date() }).execute();
  await completed(page, 5);
  page.close();
});

test('of many who meet one trouble at one moment, one is the first', async () => {
  const trouble = { code: 'account_locked', message: 'The account is locked.', isProbe: false };
  for (let round = 0; round < 10; round++) {
    const news = await Promise.all(
      Array.from({ length: 8 }, () => openCircuit(context.db, 'other', trouble, new Date())),
    );
    expect(news.filter(Boolean)).toHaveLength(1);
    expect(await closeCircuit(context.db, 'other')).toBe(true);
  }
});

test('many at once stay within the cap to the last cent, and share the slots', async () => {
  const { projects } = await call(address, listProjects);
  const params = { projectId: projects[0]!.id };
  const capMicros = projects[0]!.spentMicros + 3 * 50_000;
  await call(address, changeProject, { params, body: { capMicros } });
  const [one, other] = [await order(4), await order(4)];
  const both = (): number =>
    [one, other].reduce(
      (sum, { page }) => sum + page.events.filter(({ type }) => type === 'job_completed').length,
      0,
    );
  await Promise.race([one, other].map(({ page }) => page.until(() => both() === 3)));
  const capped = (await call(address, listProjects)).projects[0]!;
  expect(capped).toMatchObject({ spentMicros: capMicros, reservedMicros: 0 });
  await call(address, changeProject, { params, body: { capMicros: null } });
  await Promise.all([one, other].map(({ page }) => completed(page, 4)));
  for (const { page } of [one, other]) page.close();
});

test('a try that is found unsent or lost, and goes on at that moment, is neither given back nor given up', async () => {
  fal.script([{ fault: { kind: 'stuck' } }]);
  const { contentsBilledTwice } = fal.stats();
  const { params, page } = await order(1);
  await expect.poll(async () => (await openAttempt(params)).stage).toBe('submitted');
  const { id } = await openAttempt(params);
  // A page has it open: how far it is shows long before anybody would look for a lost answer.
  await page.until(({ progress }) => progress.some((at) => at.progress > 0 && at.progress < 92));
  await expect.poll(async () => (await openAttempt(params)).looks, { timeout: 15_000 }).toBe(0);
  const { job_id: jobId, token } = (await findRemoteAttempt(context.db, id))!;
  const attempt = await createRemoteTurns(context).read({ id, jobId, token });
  await giveBack(context, attempt!, { code: 'stopped', message: 'It ended.', lost: true, stage: 'claimed' });
  await giveUpLostAnswer(context, remoteGenerator(context, 'fal'), attempt!, 'unknown');
  expect((await openAttempt(params)).id).toBe(id);
  fal.script([]);
  fal.release();
  await completed(page, 1);
  page.close();
  expect(fal.stats().contentsBilledTwice).toBe(contentsBilledTwice);
  const { totalMicros } = await call(address, listSpending, { params });
  expect(totalMicros).toBe(50_000);
});

test('after a pause of the program a lost answer is waited for anew, as long as messages may come', async () => {
  fal.script([
    { fault: { kind: 'reset', accepted: true } },
    { fault: { kind: 'webhook', way: 'missing' }, together: true },
  ]);
  const { params, page } = await order(1);
  const attempt = () => openAttempt(params);
  await expect.poll(async () => (await attempt()).stage).toBe('unknown');
  const generator = remoteGenerator(context, 'fal');
  const resume = async (hours: number): Promise<void> => {
    const patience = { lostAnswerMs: hours * 3600_000, pictureMs: 1 };
    const patient = { ...generator, remote: { ...generator.remote, patience } };
    await resumeWaiting({ ...context, generators: new Map([['fal', patient]]) });
  };
  await resume(1);
  const { id, look_at: first } = await attempt();
  expect(first!.getTime()).toBeGreaterThan(Date.now() + 3500_000);
  const fourHoursAgo = new Date(Date.now() - 4 * 3600_000);
  await context.db.updateTable('attempt').set({ sent_at: fourHoursAgo }).where('id', '=', id).execute();
  await resume(2);
  expect((await attempt()).look_at).toEqual(first);
  await call(address, cancelJobs, { params, body: {} });
  page.close();
  fal.script([]);
});

const useSmallDisk = await createSmallDisk(dataDir);

test.skipIf(useSmallDisk === null)(
  'a bought picture that finds the disk full waits for room, and is not bought again',
  async () => {
    const disk = await useSmallDisk!();
    fal.script([{ fault: { kind: 'stuck' } }]);
    const before = fal.stats();
    const begun = Date.now();
    const { params, page } = await order(1);
    await fal.until(({ what, at }) => what === 'accepted' && at >= begun);
    await disk.fill();
    fal.release();
    await page.until(({ events }) => events.some(({ type }) => type === 'job_waiting'));
    expect(page.events.find(({ type }) => type === 'job_waiting')!.payload).toMatchObject({
      code: 'storage_full',
      reason: expect.stringMatching(
        /^The disk .* is full\. .* bought already, and is fetched again by itself\.$/,
      ),
    });
    const lookNow = () =>
      context.db.updateTable('attempt').set({ look_at: new Date() }).where('state', '=', 'open').execute();
    await lookNow();
    await expect.poll(async () => (await openAttempt(params)).looks).toBeGreaterThan(0);
    await disk.free();
    await lookNow();
    await completed(page, 1);
    page.close();
    fal.script([]);
    expect(page.events.filter(({ type }) => /^job_(waiting|retrying|failed)$/.test(type))).toHaveLength(1);
    expect((await call(address, listCandidates, { params })).candidates).toHaveLength(1);
    expect(fal.stats()).toMatchObject({ accepted: before.accepted + 1 });
    expect((await call(address, listSpending, { params })).totalMicros).toBe(50_000);
  },
);

test('who comes while others are let through has a turn at once, as long as there are places', async () => {
  const board = await makeRemoteBlueprint(address);
  const jobIds = await insertJobs(context.db, board.cells[0]!.id, 4);
  const ids = jobIds.map(() => crypto.randomUUID());
  await context.db
    .insertInto('attempt')
    .values(
      jobIds.map((job_id, k) => ({
        id: ids[k]!,
        job_id,
        number: 1,
        token: ids[k]!,
        provider: 'other',
        stage: 'claimed' as const,
        look_at: new Date(Date.now() + 600_000),
      })),
    )
    .execute();
  const fal = remoteGenerator(context, 'fal');
  const other = { ...fal, name: 'other', remote: { ...fal.remote, slots: 2, queued: 1 } };
  // The time is asked for when the first comes, before the look, and when it has its turn.
  let asked = 0;
  const late = Promise.withResolvers<unknown>();
  const now = (): Date => {
    if (++asked === 3) late.resolve(Promise.all(ids.slice(1, 3).map((id) => gate.pass(id))));
    return new Date();
  };
  const wake = Promise.withResolvers<void>();
  const closing = new AbortController();
  const gate = createGate({ ...context, now }, other, { closing: closing.signal, woken: () => wake.promise });
  await gate.pass(ids[0]!);
  await late.promise;
  const tooMany = gate.pass(ids[3]!);
  // It comes, is looked at, and waits.
  await expect.poll(() => asked).toBeGreaterThan(9);
  closing.abort();
  wake.resolve();
  await expect(tooMany).rejects.toThrow(AttemptTaken);
});
