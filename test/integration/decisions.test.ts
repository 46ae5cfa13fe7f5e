import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type CandidateView, listCandidates, recordDecisions } from '#contract/candidate.ts';
import { listEvents } from '#contract/event.ts';
import { call, type CallInput } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeCandidates } from '../support/candidates.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();
const board = await makeBlueprint(address, { photos: ['tile-a.jpg'] });
const params = { blueprintId: board.blueprint.id };
const candidates = await makeCandidates(
  address,
  params.blueprintId,
  board.cells.map((cell) => cell.id),
  3,
);
const stranger = (await makeCandidates(address, ...(await otherBlueprint()), 1)).at(0)!;

async function otherBlueprint(): Promise<[string, string[]]> {
  const other = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['stain'] });
  return [other.blueprint.id, other.cells.map((cell) => cell.id)];
}

type Body = Exclude<CallInput<typeof recordDecisions>['body'], FormData | undefined>;
const record = (decisions: Body['decisions']) =>
  call(address, recordDecisions, { params, body: { decisions } });

/** Every decision on a picture, oldest first. */
async function history(candidate: CandidateView): Promise<{ verdict: string; reasons: string[] }[]> {
  const { rows } = await sql<{ verdict: string; reasons: string[]; note: string | null }>`
    select verdict, reasons, note from decision where candidate_id = ${candidate.id} order by created_at`.execute(
    context.db,
  );
  return rows;
}

async function verdicts(): Promise<string[]> {
  const page = await call(address, listCandidates, { params });
  return page.candidates.map((candidate) => candidate.verdict);
}

async function countDecisions(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int from decision`.execute(context.db);
  return rows[0]!.count;
}

test('approve, reject with reasons, undecide: each change is kept, and the undo is sending `before` back', async () => {
  const one = candidates[0]!;
  const rejected = {
    candidateId: one.id,
    verdict: 'rejected' as const,
    reasons: ['too-faint', 'wrong-place', 'too-faint'] as ('too-faint' | 'wrong-place')[],
    note: 'left of the edge',
  };
  const first = await record([rejected]);
  expect(first.decided).toEqual([
    { candidateId: one.id, verdict: 'rejected', reasons: ['too-faint', 'wrong-place'] },
  ]);
  expect(first.before).toEqual([{ candidateId: one.id, verdict: 'undecided', reasons: [], note: null }]);
  const second = await record([{ candidateId: one.id, verdict: 'approved', reasons: ['too-strong'] }]);
  expect(second.decided[0]!.reasons, 'reasons are for rejections').toEqual([]);
  await record(second.before);
  expect((await call(address, listCandidates, { params })).candidates[0]).toMatchObject({
    verdict: 'rejected',
    reasons: ['too-faint', 'wrong-place'],
    note: 'left of the edge',
  });
  await record(first.before);
  expect(await verdicts()).toEqual(candidates.map(() => 'undecided'));
  const note = 'left of the edge';
  expect(await history(one)).toEqual([
    { verdict: 'rejected', reasons: ['too-faint', 'wrong-place'], note },
    { verdict: 'approved', reasons: [], note: null },
    { verdict: 'rejected', reasons: ['too-faint', 'wrong-place'], note },
    { verdict: 'undecided', reasons: [], note: null },
  ]);
});

test('a whole row at once is one event, and one undo', async () => {
  const { seq } = (await call(address, listEvents, { params })).events.at(-1)!;
  const bulk = await record(candidates.map(({ id }) => ({ candidateId: id, verdict: 'approved' })));
  expect(await verdicts()).toEqual(candidates.map(() => 'approved'));
  expect((await call(address, listCandidates, { params })).counts).toEqual({
    approved: candidates.length,
    rejected: 0,
    undecided: 0,
  });
  const { events } = await call(address, listEvents, { params, query: { after: seq } });
  expect(events.map((event) => event.type)).toEqual(['decisions_recorded']);
  expect(new Set(events[0]!.payload.cellIds as string[])).toEqual(new Set(board.cells.map(({ id }) => id)));
  await record(bulk.before);
  expect(await verdicts()).toEqual(candidates.map(() => 'undecided'));
});

test.each([
  ['of another blueprint', stranger.id, 404],
  ['that nobody knows', crypto.randomUUID(), 404],
  ['named twice', candidates[0]!.id, 400],
])('a decision on a picture %s: none of them is recorded', async (_, candidateId, status) => {
  const before = await countDecisions();
  const decisions = [candidates[0]!.id, candidateId].map((id) => ({
    candidateId: id,
    verdict: 'approved' as const,
  }));
  await expect(record(decisions)).rejects.toMatchObject({ status });
  expect(await countDecisions()).toBe(before);
  expect(await verdicts()).toEqual(candidates.map(() => 'undecided'));
});

test('two reviewers at once, in opposite order: no decision is lost, and the last one holds', async () => {
  const before = await countDecisions();
  const rounds = 15;
  const review = async (verdict: 'approved' | 'rejected', order: CandidateView[]): Promise<void> => {
    for (let i = 0; i < rounds; i++) {
      await record(order.map(({ id }) => ({ candidateId: id, verdict })));
    }
  };
  await Promise.all([review('approved', candidates), review('rejected', candidates.toReversed())]);
  expect(await countDecisions()).toBe(before + 2 * rounds * candidates.length);
  const now = await verdicts();
  expect(new Set(now).size, 'all of the last bulk decision').toBe(1);
  for (const [i, candidate] of candidates.entries()) {
    expect((await history(candidate)).at(-1)!.verdict).toBe(now[i]);
  }
  const { rows } = await sql`select 1 from pg_stat_database
    where datname = current_database() and deadlocks > 0`.execute(context.db);
  expect(rows).toEqual([]);
});

test('characters that no database keeps do no harm', async () => {
  const [one] = candidates;
  await record([{ candidateId: one!.id, verdict: 'rejected', note: 'a\0b \ud800 ü 😀' }]);
  const page = await call(address, listCandidates, { params });
  expect(page.candidates[0]!.note).toBe('ab \ufffd ü 😀');
});
