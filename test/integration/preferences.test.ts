import { expect, test } from 'vitest';
import { regenerateCell } from '#contract/cell.ts';
import { listCandidates } from '#contract/candidate.ts';
import { listEvents } from '#contract/event.ts';
import { chooseCurrentPrompt } from '#contract/lineage.ts';
import { getPreferences, recordPreference, withdrawPreference } from '#contract/preference.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const { address } = await startTestServer();
const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
const blueprint = { blueprintId: board.blueprint.id };
const cellId = board.cells[0]!.id;
const params = { cellId };

const page = await openLivePage(address, blueprint.blueprintId);
const texts = ['one faint scratch', 'one deep scratch', 'two long scratches'];
for (const [n, text] of texts.entries()) {
  await call(address, regenerateCell, { params, body: { text, count: 2 } });
  await page.until(
    ({ events }) => events.filter(({ type }) => type === 'job_completed').length === 2 * (n + 1),
  );
}
page.close();
const { candidates } = await call(address, listCandidates, { params: blueprint });
const read = (as: string) => call(address, getPreferences, { params, as });
const textOf = (id: string) => candidates.find((candidate) => candidate.id === id)!.promptText!;

/** Sits down as somebody who likes the later texts better, until it is clear. */
async function sit(as: string): Promise<number> {
  let state = await read(as);
  let given = 0;
  for (; state.clear === null && given < 60; given++) {
    const { left, right } = state.pair!;
    expect(left.cellId).toBe(cellId);
    expect(textOf(left.id)).not.toBe(textOf(right.id));
    const verdict = texts.indexOf(textOf(left.id)) > texts.indexOf(textOf(right.id)) ? 'left' : 'right';
    const body = { leftId: left.id, rightId: right.id, verdict } as const;
    state = await call(address, recordPreference, { params, as, body });
  }
  return given;
}

test('a sitting ends when one description is clearly best, and it can be made the current one', async () => {
  const before = await read('Ada');
  expect(before).toMatchObject({ clear: null, answers: 0, rater: { answers: 0, lastId: null } });
  expect(before.ranking.map(({ pictures }) => pictures)).toEqual([2, 2, 2]);
  expect((await read('Ada')).pair, 'the question stays until it is answered').toEqual(before.pair);

  const given = await sit('Ada');
  const after = await read('Ada');
  expect(given).toBeLessThan(40);
  const best = after.ranking[0]!;
  expect(best).toMatchObject({ promptId: after.clear, text: 'two long scratches' });
  expect(best.best).toBeGreaterThan(0.95);
  expect(after.ranking.reduce((sum, one) => sum + one.best, 0)).toBeCloseTo(1, 5);
  expect(after.rater).toMatchObject({ answers: given });
  expect(after.rater.left + after.rater.right).toBe(given);
  await call(address, chooseCurrentPrompt, { params: { cellId, promptId: best.promptId } });
  expect((await read('Ada')).ranking[0]!.isCurrent).toBe(true);
});

test('what is taken back leaves no trace in the ranking, and asks the same again; it stays in the history', async () => {
  const before = await read('Ben');
  const { left, right } = before.pair!;
  const body = { leftId: left.id, rightId: right.id, verdict: 'neither' as const };
  const during = await call(address, recordPreference, { params, as: 'Ben', body });
  expect(during.answers).toBe(before.answers + 1);
  expect(during.ranking).not.toEqual(before.ranking);
  const mine = { cellId, preferenceId: during.rater.lastId! };
  await expect(
    call(address, withdrawPreference, { params: mine, as: 'Ada' }),
    'not somebody else’s',
  ).rejects.toMatchObject({ status: 404 });
  expect(await call(address, withdrawPreference, { params: mine, as: 'Ben' })).toEqual(before);
  await expect(call(address, withdrawPreference, { params: mine, as: 'Ben' })).rejects.toMatchObject({
    status: 404,
  });
  const { events } = await call(address, listEvents, { params: blueprint, query: { limit: 1000 } });
  const told = events.filter(({ type, actor }) => type === 'preference_recorded' && actor === 'Ben');
  expect(told.map(({ payload }) => payload['verdict'])).toEqual(['neither', 'withdrawn']);
});

test('the same two the other way round tell whether a reviewer agrees with themselves', async () => {
  const [first, second] = [texts[0]!, texts[1]!].map(
    (text) => candidates.find((c) => c.promptText === text)!.id,
  );
  const say = (leftId: string, rightId: string, verdict: 'left' | 'right' | 'same') =>
    call(address, recordPreference, { params, as: 'Cem', body: { leftId, rightId, verdict } });
  await say(first!, second!, 'right');
  expect((await say(second!, first!, 'left')).rater).toMatchObject({ repeats: 1, agreed: 1 });
  await say(first!, second!, 'same');
  expect((await say(second!, first!, 'right')).rater).toMatchObject({ repeats: 2, agreed: 1 });
});

test('approvals count as well, and what cannot be compared is refused in a sentence', async () => {
  const before = await read('Ada');
  const liked = candidates.filter(({ promptText }) => promptText === texts[0]);
  await decide(address, blueprint.blueprintId, liked, 'approved');
  const after = await read('Ada');
  const approvalOf = ({ ranking }: typeof after) => ranking.find(({ text }) => text === texts[0])!.approval.p;
  expect(approvalOf(after)).toBeGreaterThan(approvalOf(before));

  const refused = (leftId: string, rightId: string) =>
    expect(call(address, recordPreference, { params, body: { leftId, rightId, verdict: 'left' } })).rejects;
  await refused(liked[0]!.id, liked[1]!.id).toMatchObject({
    status: 400,
    message: expect.stringMatching(/\.$/),
  });
  await refused(liked[0]!.id, liked[0]!.id).toMatchObject({ status: 400 });
  await refused(liked[0]!.id, crypto.randomUUID()).toMatchObject({ status: 404 });
  expect((await read('Ada')).answers).toBe(after.answers);
});
