import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { cancelJobs } from '#contract/job.ts';
import { lockBlueprint } from '#db/blueprints.ts';
import { openRemoteAttempts } from '#db/remote-gate.ts';
import { createPictureTurns } from '#services/generation/picture-turns.ts';
import type { FinishedPicture } from '#services/generation/keep-pictures.ts';
import { createRemoteTurns } from '#services/remote/remote-turns.ts';
import type { Deliveries, Delivery } from '#context.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { insertJobs } from '../support/rows.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();
const { db } = context;
/** What the engine was told, in which transaction; its own rows are of no interest here. */
const completed: string[] = [];
const complete: Deliveries['complete'] = async (_, jobs) => void completed.push(...jobs.map(({ id }) => id));
const deliveries: Deliveries = {
  complete,
  completeLast: complete,
  retryLater: () => Promise.reject(new Error('nothing is tried again here')),
  handBack: () => Promise.reject(new Error('nothing is handed back here')),
};
const turns = createPictureTurns(context, deliveries);

const delivery = (id: string): Delivery => ({ id, retryCount: 0 });
const begin = async (id: string) => (await turns.begin(delivery(id)))!;
type Begun = Awaited<ReturnType<typeof begin>>;

function pictureOf(attempt: Begun, { area = 1 } = {}): FinishedPicture {
  return {
    attempt,
    origin: 'renderer',
    stored: {
      picture: 'p',
      mask: 'm',
      thumbnails: { thumbnail_hash: 't', large_thumbnail_hash: 'l' },
      credentials: null,
    },
    result: {
      picture: new Uint8Array(),
      mask: new Uint8Array(),
      thumbnails: { small: new Uint8Array(), large: new Uint8Array() },
      width: 1,
      height: 1,
      instances: [],
      area,
      measured: {},
      sourceType: 'compositeSynthetic',
    },
  };
}

function finish(attempt: Begun, options?: { area: number }): Promise<void> {
  return turns.finish(delivery(attempt.jobId), pictureOf(attempt, options));
}

async function makeJobs(count: number): Promise<{ blueprintId: string; jobIds: string[] }> {
  const { blueprint, cells } = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  return { blueprintId: blueprint.id, jobIds: await insertJobs(db, cells[0]!.id, count) };
}

/** Counters and history of a blueprint, and in how many transactions its tries and pictures were written. */
async function stateOf(blueprintId: string) {
  const { rows } = await sql<Record<string, number>>`
    select open_jobs as open, candidates, event_seq::int as seq,
      (select count(*)::int from event where blueprint_id = blueprint.id) as events,
      (select count(*)::int from event where blueprint_id = blueprint.id and type = 'job_completed') as completed,
      (select count(distinct candidate.xmin::text)::int from candidate where blueprint_id = blueprint.id) as transactions,
      (select count(*)::int from attempt join job on job.id = job_id
        where job.blueprint_id = blueprint.id and attempt.state = 'open') as tries
    from blueprint where id = ${blueprintId}`.execute(db);
  return rows[0]!;
}

test('what begins or ends together shares a transaction, whichever blueprint it is of', async () => {
  const orders = await Promise.all([makeJobs(4), makeJobs(3)]);
  const jobIds = orders.flatMap((order) => order.jobIds);
  const before = await Promise.all(orders.map(({ blueprintId }) => stateOf(blueprintId)));
  const attempts = await Promise.all(jobIds.map(begin));
  const begun = await sql<{ transactions: number }>`
    select count(distinct xmin::text)::int as transactions from attempt where job_id = any(${jobIds}::uuid[])`.execute(
    db,
  );
  expect(begun.rows).toEqual([{ transactions: 1 }]);
  await Promise.all(attempts.map((attempt) => finish(attempt)));
  expect(completed.splice(0).toSorted()).toEqual(jobIds.toSorted());
  for (const [i, { blueprintId, jobIds: ids }] of orders.entries()) {
    const seq = before[i]!.seq! + 2 * ids.length;
    expect(await stateOf(blueprintId)).toEqual({
      open: 0,
      candidates: ids.length,
      seq,
      events: seq,
      completed: ids.length,
      transactions: 1,
      tries: 0,
    });
  }
});

test('a picture that cannot be kept fails alone', async () => {
  const { blueprintId, jobIds } = await makeJobs(3);
  const [first, second, third] = await Promise.all(jobIds.map(begin));
  // Every picture of a defect marks something: the database refuses the other.
  const outcomes = await Promise.allSettled([finish(first!), finish(second!, { area: 0 }), finish(third!)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(completed.splice(0)).toEqual(expect.arrayContaining([jobIds[0], jobIds[2]]));
  expect(await stateOf(blueprintId)).toMatchObject({ open: 1, candidates: 2, completed: 2, tries: 1 });
});

test('a job that is delivered or ends twice at once has one try and one picture', async () => {
  const { blueprintId, jobIds } = await makeJobs(2);
  const [id, other] = jobIds as [string, string];
  const tries = await Promise.all([begin(id), begin(other), begin(id)]);
  expect(await stateOf(blueprintId)).toMatchObject({ tries: 2 });
  await Promise.all([...tries, ...tries].map((attempt) => finish(attempt)));
  expect(await stateOf(blueprintId)).toMatchObject({ open: 0, candidates: 2, completed: 2, tries: 0 });
  expect(new Set(completed.splice(0))).toEqual(new Set(jobIds));
  expect(await Promise.all(jobIds.map(begin)), 'nothing to do').toEqual([null, null]);
  expect(new Set(completed.splice(0))).toEqual(new Set(jobIds));
});

test('a blueprint in somebody’s hands holds up no other, and its pictures come when it is free', async () => {
  const [held, free] = await Promise.all([makeJobs(2), makeJobs(2)]);
  const attempts = await Promise.all([...held.jobIds, ...free.jobIds].map(begin));
  let waiting: Promise<void>[] = [];
  await db.transaction().execute(async (trx) => {
    await lockBlueprint(trx, held.blueprintId);
    const [one, two, three, four] = attempts.map((attempt) => () => finish(attempt)) as [
      () => Promise<void>,
      () => Promise<void>,
      () => Promise<void>,
      () => Promise<void>,
    ];
    waiting = [one()];
    await three();
    waiting.push(two());
    await four();
    expect(await stateOf(free.blueprintId)).toMatchObject({ open: 0, candidates: 2 });
    expect(await stateOf(held.blueprintId)).toMatchObject({ open: 2, candidates: 0 });
  });
  await Promise.all(waiting);
  expect(await stateOf(held.blueprintId)).toMatchObject({ open: 0, candidates: 2, completed: 2 });
});

test('of what was cancelled or deleted meanwhile nothing comes', async () => {
  const [cancelled, deleted] = await Promise.all([makeJobs(2), makeJobs(2)]);
  const attempts = await Promise.all([...cancelled.jobIds, ...deleted.jobIds].map(begin));
  completed.length = 0;
  await call(address, cancelJobs, { params: { blueprintId: cancelled.blueprintId }, body: {} });
  await db.transaction().execute(async (trx) => {
    await sql`set local redrabbit.erase = 'on'`.execute(trx);
    await trx.deleteFrom('blueprint').where('id', '=', deleted.blueprintId).execute();
  });
  await Promise.all(attempts.map((attempt) => finish(attempt)));
  expect(await stateOf(cancelled.blueprintId)).toMatchObject({ open: 0, candidates: 0, tries: 0 });
  expect(new Set(completed.splice(0)), 'the engine need not deliver them again').toEqual(
    new Set(deleted.jobIds),
  );
  expect(await Promise.all(deleted.jobIds.map(begin))).toEqual([null, null]);
});

test('what was made elsewhere and ends together is kept and paid for in one transaction, and once', async () => {
  const [first, second] = await Promise.all([makeJobs(3), makeJobs(2)]);
  const jobIds = [...first.jobIds, ...second.jobIds];
  const project = await db.selectFrom('project').select('id').executeTakeFirstOrThrow();
  const micros = 40_000;
  const wanted = jobIds.map((jobId) => ({
    id: randomUUID(),
    jobId,
    projectId: project.id,
    token: randomUUID(),
    model: 'a model',
    micros,
  }));
  const opened = await db
    .transaction()
    .execute((trx) => openRemoteAttempts(trx, { provider: 'fal', lookAt: new Date() }, wanted));
  expect(new Set(opened.keys())).toEqual(new Set(jobIds));
  const money = () =>
    db
      .selectFrom('project')
      .select(['reserved_micros as reserved', 'spent_micros as spent'])
      .executeTakeFirstOrThrow();
  expect(await money()).toEqual({ reserved: `${5 * micros}`, spent: '0' });

  const remote = createRemoteTurns(context);
  const bill = { micros: 30_000, units: 1, isEstimate: false };
  const tries = (await Promise.all(wanted.map((each) => remote.read(each)))) as Begun[];
  const end = (k: number): Promise<void> => remote.finish(pictureOf(tries[k]!), bill);
  await Promise.all([end(0), end(1), end(3)]);
  const spent =
    await sql<object>`select count(*)::int as bills, count(distinct xmin::text)::int as transactions
    from spending where attempt_id = any(${wanted.map(({ id }) => id)}::uuid[])`.execute(db);
  expect(spent.rows).toEqual([{ bills: 3, transactions: 1 }]);
  expect(await stateOf(first.blueprintId)).toMatchObject({ open: 1, candidates: 2, transactions: 1 });

  // Two messages of one try, one of a try that has ended, and one of a job that was cancelled meanwhile.
  const cancelled = { jobIds: [jobIds[4]!] };
  await call(address, cancelJobs, { params: { blueprintId: second.blueprintId }, body: cancelled });
  await Promise.all([end(2), end(2), end(0), end(4)]);
  expect(await stateOf(first.blueprintId)).toMatchObject({ open: 0, candidates: 3, completed: 3, tries: 0 });
  expect(await stateOf(second.blueprintId)).toMatchObject({ open: 0, candidates: 1, completed: 1, tries: 0 });
  expect(await money(), 'what it cost is known of the cancelled one too').toEqual({
    reserved: '0',
    spent: `${5 * bill.micros}`,
  });
});
