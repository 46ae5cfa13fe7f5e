import { beforeAll, expect, test } from 'vitest';
import { bookPageSchema, type BookPage } from '#core/blueprint/book-page.ts';
import { defaultBookPage } from '#core/template/default-book-page.ts';
import { type BoardView } from '#contract/blueprint.ts';
import { changeBookPage, getBook, type BookPageView } from '#contract/book.ts';
import { changeCells } from '#contract/cell.ts';
import { listEvents } from '#contract/event.ts';
import { removeGolden } from '#contract/golden.ts';
import { createRelease, getRelease } from '#contract/release.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { startTestServer } from '../support/test-server.ts';

const { address } = await startTestServer();

let board: BoardView;
let params: { blueprintId: string };
beforeAll(async () => {
  board = await makeBlueprint(address, { defects: ['scratch', 'stain'] });
  params = { blueprintId: board.blueprint.id };
});

const pageOf = async (index: number): Promise<BookPageView> =>
  (await call(address, getBook, { params })).pages[index]!;
const change = (index: number, body: Partial<BookPage>) =>
  call(address, changeBookPage, { params: { defectId: board.defects[index]!.id }, body });
const limits = (
  smallestMm: number | null,
  [trivial = null, minor = null, major = null]: (number | null)[],
) => ({
  smallestMm,
  largestMm: { trivial: trivial!, minor: minor!, major: major!, critical: null },
});

test('starts with our words, keeps what is changed, and tells of it', async () => {
  expect(await pageOf(0)).toMatchObject({ ...defaultBookPage('scratch'), author: null, changedAt: null });
  const [changed] = await Promise.all([
    change(1, { size: '2 to 8 mm, \0from any drop', limits: limits(0.5, [null, 2]) }),
    change(1, { boundary: 'With its ring.' }),
  ]);
  expect(changed).toMatchObject({ size: '2 to 8 mm, from any drop', author: 'local' });
  expect(await pageOf(1)).toMatchObject({
    size: '2 to 8 mm, from any drop',
    boundary: 'With its ring.',
    limits: { smallestMm: 0.5, largestMm: { minor: 2, major: null } },
    shape: defaultBookPage('stain').shape,
  });
  const told = async () =>
    (await call(address, listEvents, { params })).events
      .filter(({ type }) => type === 'book_page_changed')
      .map(({ payload }) => payload);
  const defectId = board.defects[1]!.id;
  const before = await told();
  expect(before).toHaveLength(2);
  expect(before).toContainEqual({ defectId, changed: ['boundary'] });
  await change(1, { boundary: 'With its ring.' });
  expect(await told()).toHaveLength(2);
});

test.each([
  [
    'a limit under the smallest',
    { limits: limits(3, [2]) },
    /largest that is trivial \(2 mm\) must be above/,
  ],
  ['limits out of order', { limits: limits(null, [4, null, 3]) }, /largest that is major/],
  ['a limit of nothing', { limits: limits(0, []) }, />0/],
  ['too much to read', { size: 'x'.repeat(2001) }, /2000/],
  [
    'somebody else’s picture',
    { examples: [{ role: 'good' as const, source: 'golden' as const, id: crypto.randomUUID(), note: '' }] },
    /no golden .* in this blueprint/,
  ],
])('refuses %s', async (_, body, sentence) => {
  const before = await pageOf(0);
  await expect(change(0, body)).rejects.toThrow(sentence);
  expect(await pageOf(0)).toEqual(before);
});

test('shows examples while there are pictures of them, and a release keeps the page', async () => {
  const [first] = board.cells;
  const others = board.cells.slice(1).map(({ id }) => id);
  await call(address, changeCells, { params, body: { cellIds: others, state: 'skipped' } });
  await call(address, changeCells, { params, body: { cellIds: [first!.id], target: 1 } });
  const made = await makeCandidates(address, params.blueprintId, [first!.id], 1);
  await decide(address, params.blueprintId, made, 'approved');
  const other = board.goldens[1]!.id;
  await change(0, {
    examples: [
      { role: 'good', source: 'candidate', id: made[0]!.id, note: 'Runs out thin' },
      { role: 'counter', source: 'golden', id: other, note: 'A seam' },
    ],
  });
  const { examples } = await pageOf(0);
  expect(examples).toHaveLength(2);
  for (const { thumbnailUrl, pictureUrl } of examples) {
    for (const url of [thumbnailUrl, pictureUrl]) expect((await fetch(address + url)).status).toBe(200);
  }

  await call(address, createRelease, { params });
  await change(0, { whatItIs: 'Something else' });
  await call(address, removeGolden, { params: { goldenId: other } });
  expect((await pageOf(0)).examples.map(({ note }) => note)).toEqual(['Runs out thin']);
  const { poster } = await call(address, getRelease, { params: { ...params, number: 1 } });
  const frozen = bookPageSchema.parse(poster.defects[0]!.book);
  expect(frozen.whatItIs).toBe(defaultBookPage('scratch').whatItIs);
  expect(frozen.examples.map(({ note }) => note)).toEqual(['Runs out thin', 'A seam']);
});
