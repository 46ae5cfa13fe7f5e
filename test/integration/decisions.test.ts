import { sql } from 'kysely';
import { expect, test } from 'vitest';
import {
  type CandidateView,
  getCandidate,
  listCandidates,
  listDecisions,
  recordDecisions,
} from '#contract/candidate.ts';
import { getCell } from '#contract/cell.ts';
import { changeRejectReasons } from '#contract/defect.ts';
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
    reasons: ['too-faint', 'wrong-place', 'too-faint'],
    note: 'left of the edge',
  };
  const first = await record([rejected]);
  expect(first.decided).toEqual([
    { candidateId: one.id, verdict: 'rejected', reasons: ['too-faint', 'wrong-place'], disputed: false },
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
    disputed: 0,
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

const say = (
  as: string,
  candidate: CandidateView,
  decision: Omit<Body['decisions'][number], 'candidateId'>,
) =>
  call(address, recordDecisions, {
    params,
    as,
    body: { decisions: [{ candidateId: candidate.id, ...decision }] },
  });
const disputed = async (query = {}) => {
  const page = await call(address, listCandidates, { params, query: { disputed: 'true', ...query } });
  expect(page.counts.disputed).toBe(page.candidates.length);
  return page.candidates.map(({ id }) => id);
};

test('two reviewers disagree until the newest verdict of each is the same; each keeps what they said', async () => {
  const [, one, other] = candidates as [CandidateView, CandidateView, CandidateView];
  await record([one, other].map(({ id }) => ({ candidateId: id, verdict: 'undecided' })));
  await say('Jörg', one, { verdict: 'approved' });
  expect(
    (await say('李雷', one, { verdict: 'rejected', reasons: ['too-faint'], note: 'see?' })).decided,
  ).toEqual([{ candidateId: one.id, verdict: 'rejected', reasons: ['too-faint'], disputed: true }]);
  await say('Jörg', other, { verdict: 'approved' });
  await say('李雷', other, { verdict: 'undecided' });
  expect(await disputed(), 'back to undecided is no verdict').toEqual([one.id]);
  expect(await disputed({ cellId: one.cellId })).toEqual([one.id]);
  expect(await disputed({ verdict: 'rejected', cellId: crypto.randomUUID() })).toEqual([]);
  const seen = await call(address, getCandidate, { params: { candidateId: one.id } });
  expect(seen, 'the newest verdict of all is what counts').toMatchObject({
    verdict: 'rejected',
    disputed: true,
    note: 'see?',
  });
  const { decisions } = await call(address, listDecisions, { params: { candidateId: one.id } });
  expect(decisions.slice(0, 3)).toMatchObject([
    {
      author: '李雷',
      verdict: 'rejected',
      reasons: [{ id: 'too-faint', label: 'Too faint' }],
      note: 'see?',
      isNewest: true,
    },
    { author: 'Jörg', verdict: 'approved', reasons: [], isNewest: true },
    { author: 'local', verdict: 'undecided', isNewest: true },
  ]);
  const { events } = await call(address, listEvents, { params, query: { limit: 1000 } });
  expect(
    events.slice(-4).map(({ actor, payload }) => [actor, (payload['decisions'] as object[])[0]]),
  ).toEqual([
    ['Jörg', expect.objectContaining({ candidateId: one.id, disputed: false })],
    ['李雷', expect.objectContaining({ candidateId: one.id, disputed: true })],
    ['Jörg', expect.objectContaining({ candidateId: other.id, disputed: false })],
    ['李雷', expect.objectContaining({ candidateId: other.id, disputed: false })],
  ]);
  await say('Jörg', one, { verdict: 'rejected' });
  expect(await disputed(), 'Jörg has come round').toEqual([]);
});

test.each([
  ['empty', ''],
  ['too long', 'x'.repeat(61)],
  ['of a machine', 'generator'],
  ['not percent-encoded', '%'],
])('a reviewer’s name that is %s is refused in a sentence, and nothing is recorded', async (_, name) => {
  const before = await countDecisions();
  const answer = await fetch(`${address}/api/v1/blueprints/${params.blueprintId}/decisions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-reviewer': name === '%' ? name : encodeURIComponent(name),
    },
    body: JSON.stringify({ decisions: [{ candidateId: candidates[0]!.id, verdict: 'approved' }] }),
  });
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { error: { message: string } }).error.message).toMatch(/X-Reviewer.*\.$/);
  expect(await countDecisions()).toBe(before);
});

test('a defect has its own reasons; what was decided before keeps its words', async () => {
  const one = candidates.find(({ defectId }) => defectId === board.defects[0]!.id)!;
  const defectId = one.defectId;
  await record([{ candidateId: one.id, verdict: 'rejected', reasons: ['too-faint', 'other'] }]);
  const change = (reasons: { id?: string; label: string }[]) =>
    call(address, changeRejectReasons, { params: { defectId }, as: 'Jörg', body: { reasons } });
  const { rejectReasons } = await change([
    { label: 'Seen at 1 m only' },
    { id: 'too-faint', label: 'Invisible' },
  ]);
  expect(rejectReasons.slice(0, 3)).toEqual([
    { id: 'seen-at-1-m-only', label: 'Seen at 1 m only', isRetired: false },
    { id: 'too-faint', label: 'Invisible', isRetired: false },
    { id: 'wrong-place', label: 'Wrong place', isRetired: true },
  ]);
  const { events } = await call(address, listEvents, { params, query: { limit: 1000 } });
  expect(events.at(-1)).toMatchObject({ type: 'defect_changed', actor: 'Jörg', payload: { defectId } });
  await record([
    { candidateId: one.id, verdict: 'rejected', reasons: ['seen-at-1-m-only', 'too-faint', 'wrong-place'] },
  ]);
  const { decisions } = await call(address, listDecisions, { params: { candidateId: one.id } });
  expect(decisions.slice(0, 2).map(({ reasons }) => reasons.map(({ label }) => label))).toEqual([
    ['Seen at 1 m only', 'Invisible', 'Wrong place'],
    ['Too faint', 'Other'],
  ]);
  const { rejectedFor } = await call(address, getCell, { params: { cellId: one.cellId } });
  expect(rejectedFor).toEqual(
    ['seen-at-1-m-only', 'too-faint', 'wrong-place'].map((id) => ({ id, count: 1 })),
  );
  const before = await countDecisions();
  const elsewhere = candidates.find((candidate) => candidate.defectId !== defectId)!;
  const unknown = { verdict: 'rejected' as const, reasons: ['seen-at-1-m-only'] };
  await expect(
    record([
      { candidateId: one.id, ...unknown },
      { candidateId: elsewhere.id, ...unknown },
    ]),
    'of another defect',
  ).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/seen-at-1-m-only.*\.$/) });
  await expect(change([{ id: 'unheard', label: 'a' }])).rejects.toMatchObject({ status: 400 });
  await expect(change([])).rejects.toMatchObject({ status: 400 });
  expect(await countDecisions()).toBe(before);
});
