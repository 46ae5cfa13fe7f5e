import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { changeBlueprint, deleteBlueprint, getBoard } from '#contract/blueprint.ts';
import { changeBookPage } from '#contract/book.ts';
import { getDataset, requestDataset } from '#contract/dataset.ts';
import { changeCells, regenerateCell } from '#contract/cell.ts';
import { removeDefect } from '#contract/defect.ts';
import { listCandidates } from '#contract/candidate.ts';
import { removeGolden } from '#contract/golden.ts';
import { generate } from '#contract/job.ts';
import { addRealSample } from '#contract/real-sample.ts';
import { insertCutOut } from '#db/cut-outs.ts';
import { createRelease } from '#contract/release.ts';
import { createShareLink } from '#contract/share-link.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { maskPng, partJpeg } from '../support/pictures.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

const history = [
  'prompt',
  'prompt_parent',
  'annotation',
  'decision',
  'preference',
  'event',
  'release',
  'release_item',
  'golden_order',
  'book_page',
  'dataset_part',
];

/** A blueprint with at least one row in each of its tables. */
async function lived(): Promise<string> {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch', 'dent'] });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  const sample = new FormData();
  sample.append('picture', new Blob([await partJpeg()]), 'bad.jpg');
  sample.append(
    'mask',
    new Blob([await maskPng({ width: 96, height: 64 }, { x: 40, y: 30, width: 9, height: 6 })]),
  );
  await call(address, addRealSample, { params: { defectId: board.defects[0]!.id }, body: sample });
  await call(address, changeBookPage, {
    params: { defectId: board.defects[0]!.id },
    body: { size: '2 mm' },
  });
  await insertCutOut(context.db, {
    id: crypto.randomUUID(),
    defect_id: board.defects[0]!.id,
    name: 'fibre',
    picture_hash: 'a',
    removed_at: new Date(),
    width: 9,
    height: 9,
  });
  await call(address, changeCells, { params, body: { cellIds, target: 0 } });
  const together = { share: 1, most: 2 };
  await call(address, changeBlueprint, { params, body: { settings: { drawing: { together } } } });
  const page = await openLivePage(address, params.blueprintId);
  await call(address, regenerateCell, {
    params: { cellId: cellIds[0]! },
    body: { text: 'two scratches', count: 2 },
  });
  await page.until(({ events }) => events.filter((event) => event.type === 'job_completed').length === 2);
  page.close();
  const { candidates } = await call(address, listCandidates, { params });
  await decide(address, params.blueprintId, candidates, 'approved');
  const preference = {
    cell_id: cellIds[0]!,
    left_id: candidates[0]!.id,
    right_id: candidates[1]!.id,
    author: 'a',
  };
  const id = crypto.randomUUID();
  await context.db
    .insertInto('preference')
    .values([
      { ...preference, id, verdict: 'left' },
      { ...preference, id: crypto.randomUUID(), verdict: 'withdrawn', cancels_id: id },
    ])
    .execute();
  await call(address, createRelease, { params });
  await call(address, createShareLink, { params: { ...params, number: 1 }, body: {} });
  let dataset = await call(address, requestDataset, { params, body: { release: 1, pictures: false } });
  while (dataset.state !== 'ready') {
    expect(dataset.state).not.toBe('failed');
    dataset = await call(address, getDataset, { params: { versionId: dataset.id } });
  }
  await context.db
    .insertInto('label_import')
    .values({
      id: crypto.randomUUID(),
      blueprint_id: params.blueprintId,
      author: 'a',
      file_name: 'a.zip',
      choice: '{}',
      state: 'done',
    })
    .execute();
  await makeFromWords(params.blueprintId, board.goldens[0]!.id);
  return params.blueprintId;
}

/** As if the golden image had been made from words. */
async function makeFromWords(blueprintId: string, goldenId: string): Promise<void> {
  const jobId = crypto.randomUUID();
  await context.db
    .insertInto('job')
    .values({
      id: jobId,
      blueprint_id: blueprintId,
      cell_id: null,
      prompt_id: null,
      kind: 'golden',
      generator: 'fal',
      seed: 1,
      drawing: '{}',
      state: 'succeeded',
    })
    .execute();
  const order = { job_id: jobId, number: 1, words: 'a bracket', width: 992, height: 992 };
  await context.db.insertInto('golden_order').values(order).execute();
  await context.db.updateTable('golden_image').set({ job_id: jobId }).where('id', '=', goldenId).execute();
}

const columns: Record<string, string> = {
  prompt_parent: 'position',
  event: 'seq',
  golden_order: 'job_id',
  dataset_part: 'version_id',
  release_item: 'release_id',
};

test.each(history)('rows of %s are never changed, removed or emptied', async (table) => {
  await lived();
  const column = columns[table] ?? 'id';
  const count = async (): Promise<unknown> =>
    (await sql.raw(`select count(*)::int from ${table}`).execute(context.db)).rows[0];
  const before = await count();
  expect(before).not.toEqual({ count: 0 });
  for (const statement of [
    `update ${table} set ${column} = ${column}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ]) {
    await expect(sql.raw(statement).execute(context.db), statement).rejects.toThrow(/is history/);
  }
  expect(await count()).toEqual(before);
});

test('nothing of a deleted blueprint stays in any table', async () => {
  const kept = await lived();
  const blueprintId = await lived();
  // What is no blueprint's own, or outlives it: money that was spent stays spent, and what was imported is known.
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%'
      and table_name not in ('project', 'provider_account', 'spending', 'legacy_item', 'process', 'installation',
        'object_checksum', 'fingerprint')`.execute(context.db);
  await sql`insert into webhook_message (id, attempt_id, request_id, digest, trust, body)
    select gen_random_uuid(), id, 'request', 'digest', 'genuine', '' from attempt`.execute(context.db);
  const count = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { name } of tables.rows) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(
        context.db,
      );
      counts[name] = rows[0]!.n;
    }
    return counts;
  };
  const before = await count();
  await call(address, deleteBlueprint, { params: { blueprintId } });
  await call(address, deleteBlueprint, { params: { blueprintId: kept } });
  const after = await count();
  for (const { name } of tables.rows) expect(after[name], name).toBeLessThan(before[name]!);
  await expect(call(address, deleteBlueprint, { params: { blueprintId } })).rejects.toMatchObject({
    status: 404,
  });
  const { rows } = await sql`select id from pgboss.job where state in ('created', 'retry', 'active')`.execute(
    context.db,
  );
  expect(rows).toEqual([]);
});

test('a page of a blueprint that is deleted is told so', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: [] });
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  await call(address, deleteBlueprint, { params });
  await page.until(({ events }) => events.at(-1)?.blueprintId === params.blueprintId && events.length === 3);
  page.close();
});

type Board = Awaited<ReturnType<typeof makeBlueprint>>;

test.each<[string, (board: Board) => Promise<unknown>]>([
  [
    'its golden image is removed',
    (board) => call(address, removeGolden, { params: { goldenId: board.goldens[0]!.id } }),
  ],
  [
    'its defect is removed',
    (board) => call(address, removeDefect, { params: { defectId: board.defects[0]!.id } }),
  ],
  [
    'its cells are marked impossible',
    (board) =>
      call(address, changeCells, {
        params: { blueprintId: board.blueprint.id },
        body: { cellIds: board.cells.map((cell) => cell.id), state: 'impossible' },
      }),
  ],
])('while jobs run %s: they end, and bring nothing any more', async (_, change) => {
  const board = await makeBlueprint(address, { photos: ['case-a.jpg'], defects: ['stain'] });
  const params = { blueprintId: board.blueprint.id };
  const page = await openLivePage(address, params.blueprintId);
  const cellIds = board.cells.map((cell) => cell.id);
  await call(address, generate, { params, body: { cellIds, count: 30 } });
  await page.until(({ events }) => events.some((event) => event.type === 'job_started'));
  await change(board);
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int from job where blueprint_id = ${params.blueprintId} group by state`.execute(
    context.db,
  );
  const states = Object.fromEntries(rows.map((row) => [row.state, row.count]));
  expect(Object.keys(states).every((state) => state === 'cancelled' || state === 'succeeded')).toBe(true);
  expect(states.cancelled).toBeGreaterThan(0);
  expect(await call(address, generate, { params, body: { cellIds, count: 1 } })).toEqual({ queued: 0 });
  const cell = regenerateCell;
  await expect(
    call(address, cell, { params: { cellId: cellIds[0]! }, body: { count: 1 } }),
  ).rejects.toMatchObject({ message: expect.stringMatching(/Make it active first|no such cell/) });
  page.close();
  const made = await sql<{ count: number }>`select count(*)::int from candidate
    where blueprint_id = ${params.blueprintId}`.execute(context.db);
  expect(made.rows[0]!.count).toBe(states.succeeded ?? 0);
  expect((await call(address, getBoard, { params })).readiness.ready).toBe(false);
});

test('prompts come from whoever wrote them, and a lineage never loses its beginning', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
  const cellId = board.cells[0]!.id;
  const texts = ['one scratch', 'two scratches', 'three scratches', 'four scratches'];
  await Promise.all(
    texts.map((text) => call(address, regenerateCell, { params: { cellId }, body: { text, count: 1 } })),
  );
  const { rows } = await sql<{ text: string; parents: string[] }>`
    select text, array(select p.text from prompt_parent pp join prompt p on p.id = pp.parent_id
      where pp.prompt_id = prompt.id) as parents
    from prompt where cell_id = ${cellId} order by ordinal`.execute(context.db);
  expect(rows.map((row) => row.parents)).toEqual([[], ...rows.slice(0, -1).map((row) => [row.text])]);
  expect(rows.map((row) => row.text).toSorted()).toEqual(['scratch', ...texts].toSorted());
});
