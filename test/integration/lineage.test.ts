import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { getCell } from '#contract/cell.ts';
import { listCandidates } from '#contract/candidate.ts';
import { listEvents } from '#contract/event.ts';
import { generate } from '#contract/job.ts';
import {
  chooseCurrentPrompt,
  comparePrompts,
  createPrompt,
  exportLineage,
  getLineage,
  rollBackPrompt,
} from '#contract/lineage.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();
const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch', 'dent'] });
const blueprint = { blueprintId: board.blueprint.id };
const [cellId, otherCell] = board.cells.map((cell) => cell.id) as [string, string];
const lineage = () => call(address, getLineage, { params: { cellId } });
const branch = async (text: string, ...parentIds: string[]) =>
  (await call(address, createPrompt, { params: { cellId }, body: { text, parentIds } })).promptId;

test('a history grows by branches, merges, rollbacks and choices, and nothing in it is lost', async () => {
  const root = (await lineage()).currentPromptId;
  const left = await branch('one deep scratch', root);
  const right = await branch('one bright scratch near the edge', root);
  const merged = await branch('one deep bright scratch near the edge', left, right);
  expect((await lineage()).currentPromptId).toBe(merged);
  const { promptId: back } = await call(address, rollBackPrompt, { params: { cellId, promptId: left } });
  const after = await lineage();
  expect(after.nodes.map(({ id, origin, parentIds }) => ({ id, origin, parentIds }))).toEqual([
    { id: back, origin: 'rollback', parentIds: [left, merged] },
    { id: merged, origin: 'merge', parentIds: [left, right] },
    { id: right, origin: 'manual', parentIds: [root] },
    { id: left, origin: 'manual', parentIds: [root] },
    { id: root, origin: 'initial', parentIds: [] },
  ]);
  expect(after.nodes[0]).toMatchObject({ text: 'one deep scratch', parameters: { depth: 'deep' } });
  expect(after).toMatchObject({ currentPromptId: back, total: 5, phrases: [] });

  await call(address, chooseCurrentPrompt, { params: { cellId, promptId: right } });
  await call(address, chooseCurrentPrompt, { params: { cellId, promptId: right } });
  expect((await lineage()).nodes).toHaveLength(5);
  const { cell, currentPromptId } = await call(address, getCell, { params: { cellId } });
  expect({ text: cell.promptText, currentPromptId }).toEqual({
    text: 'one bright scratch near the edge',
    currentPromptId: right,
  });
  const { events } = await call(address, listEvents, { params: blueprint });
  const told = events.filter(({ type }) => type.startsWith('prompt_'));
  expect(told.map(({ type, payload }) => [type, payload['promptId'], payload['from']])).toEqual([
    ['prompt_created', left, undefined],
    ['prompt_created', right, undefined],
    ['prompt_created', merged, undefined],
    ['prompt_created', back, undefined],
    ['prompt_chosen', right, back],
  ]);
});

test('branches made at once are all kept, one of them current', async () => {
  const before = await lineage();
  const root = before.nodes.at(-1)!.id;
  const made = await Promise.all(['first', 'second', 'third'].map((text) => branch(`${text} thought`, root)));
  const after = await lineage();
  expect(after.nodes.length).toBe(before.nodes.length + 3);
  expect(made).toContain(after.currentPromptId);
  expect(after.nodes[0]!.id).toBe(after.currentPromptId);
});

test('what is no branch is refused in a sentence, and leaves nothing behind', async () => {
  const before = await lineage();
  const { currentPromptId: current } = before;
  const other = (await call(address, getLineage, { params: { cellId: otherCell } })).currentPromptId;
  const text = before.nodes.find(({ id }) => id === current)!.text;
  await expect(branch('x', other)).rejects.toThrow(/no such description/);
  await expect(branch('x', crypto.randomUUID())).rejects.toThrow(/no such description/);
  await expect(branch('x', current, current)).rejects.toThrow(/different/);
  await expect(branch('  ', current)).rejects.toThrow(/empty/);
  await expect(branch(text, current)).rejects.toThrow(/Change it/);
  await expect(call(address, rollBackPrompt, { params: { cellId, promptId: current } })).rejects.toThrow(
    /current description already/,
  );
  await expect(call(address, chooseCurrentPrompt, { params: { cellId, promptId: other } })).rejects.toThrow(
    /no such description/,
  );
  await expect(
    call(address, comparePrompts, { params: { cellId }, body: { promptIds: [current, current] } }),
  ).rejects.toThrow(/two different/i);
  expect(await lineage()).toEqual(before);
});

test('the database takes no circle, and no parent of another cell', async () => {
  const { nodes } = await lineage();
  const [newest, oldest] = [nodes[0]!.id, nodes.at(-1)!.id];
  const other = (await call(address, getLineage, { params: { cellId: otherCell } })).currentPromptId;
  for (const [child, parent] of [
    [oldest, newest],
    [oldest, oldest],
    [newest, other],
  ]) {
    await expect(
      sql`insert into prompt_parent (prompt_id, parent_id, position) values (${child}, ${parent}, 9)`.execute(
        context.db,
      ),
    ).rejects.toThrow(/older prompt of the same cell/);
  }
});

test('two prompts are compared on one seed; their pictures count for each, and are exported with their ratings', async () => {
  const { nodes } = await lineage();
  const promptIds = [nodes[0]!.id, nodes[1]!.id];
  const page = await openLivePage(address, board.blueprint.id);
  const completed = () => page.events.filter(({ type }) => type === 'job_completed').length;
  const { queued, seed } = await call(address, comparePrompts, { params: { cellId }, body: { promptIds } });
  expect(queued).toBe(2);
  await page.until(() => completed() === 2);
  const made = (await call(address, listCandidates, { params: blueprint, query: { cellId } })).candidates;
  expect(made.map((candidate) => candidate.seed)).toEqual([seed, seed]);
  expect(new Set(made.map((candidate) => candidate.promptId))).toEqual(new Set(promptIds));
  // The next picture of the cell has another seed.
  await call(address, generate, { params: blueprint, body: { cellIds: [cellId], count: 1 } });
  await page.until(() => completed() === 3);
  page.close();
  const all = (await call(address, listCandidates, { params: blueprint, query: { cellId } })).candidates;
  expect(new Set(all.map((candidate) => candidate.seed)).size).toBe(2);

  const winner = made.find((candidate) => candidate.promptId === promptIds[0])!;
  const loser = made.find((candidate) => candidate.promptId === promptIds[1])!;
  await decide(address, board.blueprint.id, [winner], 'approved');
  await decide(address, board.blueprint.id, [loser], 'rejected');
  const after = await lineage();
  expect(after.nodes[0]).toMatchObject({
    counts: { approved: 1, rejected: 0 },
    madeBy: [{ generator: 'renderer' }],
  });
  expect(after.nodes[0]!.latest.map(({ id }) => id)).toContain(winner.id);
  expect(after.nodes[1]).toMatchObject({ counts: { approved: 0, rejected: 1, undecided: 0 } });
  expect(after.phrases.every((phrase) => !phrase.isCertain)).toBe(true);
  expect(after.phrases.length).toBe(after.phrasesCompared);

  const exported = await call(address, exportLineage, { params: { cellId } });
  expect(exported.records.find((record) => record.pictureId === winner.id)).toMatchObject({
    id: promptIds[0],
    parentId: after.nodes[0]!.parentIds[0],
    promptText: after.nodes[0]!.text,
    generatedImageUrl: winner.pictureUrl,
    userRating: 'approved',
    timestamp: winner.createdAt,
    seed,
  });
  const ids = new Set(exported.records.map((record) => record.id));
  expect(ids.size).toBe(after.total);
  for (const { parentId } of exported.records) expect(parentId === null || ids.has(parentId)).toBe(true);
});
