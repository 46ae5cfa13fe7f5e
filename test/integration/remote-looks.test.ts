import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sql } from 'kysely';
import type { Context } from '#context.ts';
import { findRemoteAttempt, markSubmitted } from '#db/remote-attempts.ts';
import { insertMessages } from '#db/webhook-messages.ts';
import { createLooks } from '#services/remote/take-looks.ts';
import { createRemoteTurns } from '#services/remote/remote-turns.ts';
import { createInbox } from '#services/remote/work-messages.ts';
import { fillDatabase } from '../support/full-database.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

// Nobody works here: what is due is taken by these tests alone, at the time that they say it is.
const { address, context } = await startTestServer({ environment: { ROLE: 'web' } });
const { db } = context;
await fillDatabase(db, { pictures: ['a', 'b', 'c'], events: 1 });
const row = await db
  .selectFrom('attempt')
  .where('stage', '=', 'submitted')
  .select(['id', 'token', 'provider'])
  .executeTakeFirstOrThrow();
const blueprint = await db.selectFrom('blueprint').select('id').executeTakeFirstOrThrow();

const noon = Date.UTC(2030, 0, 1, 12);
let seconds = 0;
const clock = (): Date => new Date(noon + 1000 * seconds);
const aProcess: Context = { ...context, now: clock };
const turns = createRemoteTurns(aProcess);

test.each([
  ['look', createLooks, () => db.updateTable('attempt').set({ look_at: clock() }).where('id', '=', row.id)],
  [
    'message',
    createInbox,
    () => db.updateTable('webhook_message').set({ claimed_until: null, settled_at: null }),
  ],
] as const)(
  'a %s of a program that was killed is another’s after fifteen seconds',
  async (_, create, begin) => {
    seconds = 0;
    await begin().execute();
    const [killed, other] = [create(aProcess, turns), create(aProcess, turns)];
    expect(await killed.take(8)).toHaveLength(1);
    expect(await other.take(8)).toHaveLength(0);
    // It lives and works at it for a minute.
    for (; seconds <= 60; seconds += 6) {
      expect(await killed.take(0)).toHaveLength(0);
      expect(await other.take(8), `after ${seconds} s`).toHaveLength(0);
    }
    // Not a word any more.
    seconds += 8;
    expect(await other.take(8)).toHaveLength(0);
    seconds += 2;
    expect(await other.take(8)).toHaveLength(1);
    expect(await killed.take(8)).toHaveLength(0);
  },
);

test('what a look has written down is not put off by a sign of life', async () => {
  seconds = 0;
  const later = new Date(noon + 3_600_000);
  await db.updateTable('attempt').set({ look_at: clock() }).where('id', '=', row.id).execute();
  const looks = createLooks(aProcess, turns);
  expect(await looks.take(8)).toHaveLength(1);
  await db.updateTable('attempt').set({ look_at: later }).where('id', '=', row.id).execute();
  seconds = 6;
  await looks.take(0);
  const { look_at: at } = await db
    .selectFrom('attempt')
    .where('id', '=', row.id)
    .select('look_at')
    .executeTakeFirstOrThrow();
  expect(at).toEqual(later);
});

test('what was sent is looked at soon where somebody has its blueprint open', async () => {
  const [lookAt, watchedLookAt] = [new Date(noon + 15_000), new Date(noon + 2500)];
  const submitted = async (): Promise<Date | null> => {
    await db.updateTable('attempt').set({ stage: 'sending' }).where('id', '=', row.id).execute();
    const requestId = randomUUID();
    const accepted = { attemptId: row.id, requestId, lookAt, watchedLookAt, giveUpAt: lookAt };
    await markSubmitted(db, [accepted], clock());
    expect(await findRemoteAttempt(db, row.id)).toMatchObject({ stage: 'submitted', request_id: requestId });
    const { look_at: at } = await db
      .selectFrom('attempt')
      .where('id', '=', row.id)
      .select('look_at')
      .executeTakeFirstOrThrow();
    return at;
  };
  // Somebody had it open, until the process that said so was killed.
  const over = { blueprint_id: blueprint.id, until: new Date(0) };
  await db.updateTable('watched_blueprint').set(over).execute();
  expect(await submitted()).toEqual(lookAt);
  const page = await openLivePage(address, blueprint.id);
  const watched = () =>
    db
      .selectFrom('watched_blueprint')
      .select(sql<boolean>`until > now()`.as('now'))
      .execute();
  await expect.poll(watched, { timeout: 15_000 }).toEqual([{ now: true }]);
  expect(await submitted()).toEqual(watchedLookAt);
  page.close();
});

test('messages that are written down together are each as good as alone', async () => {
  await db.deleteFrom('webhook_message').execute();
  await db.updateTable('attempt').set({ stage: 'submitted' }).where('id', '=', row.id).execute();
  const message = (digest: string, token = row.token) => ({
    id: randomUUID(),
    token,
    provider: row.provider!,
    requestId: 'r',
    digest,
    trust: 'genuine' as const,
    answer: digest === 'fetched' ? null : { status: 200, body: '{"é": 1}', units: null },
    body: new Uint8Array([0, 255, 92]),
  });
  const sent = [message('whole'), message('whole'), message('whole', 'nobody’s'), message('fetched')];
  expect(await insertMessages(db, sent)).toEqual([true, true, false, true]);
  const kept = await db
    .selectFrom('webhook_message')
    .select(['id', 'answer', 'body'])
    .orderBy('digest', 'desc')
    .execute();
  expect(kept).toEqual([
    { id: sent[0]!.id, answer: sent[0]!.answer, body: Buffer.from(sent[0]!.body) },
    { id: sent[3]!.id, answer: null, body: Buffer.from(sent[3]!.body) },
  ]);
  expect(await findRemoteAttempt(db, row.id)).toMatchObject({ stage: 'answered' });
});
