import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createRelease } from '#contract/release.ts';
import { changeCells, regenerateCell } from '#contract/cell.ts';
import { deleteBlueprint, getBoard } from '#contract/blueprint.ts';
import { listCandidates, recordDecisions } from '#contract/candidate.ts';
import { addDefects, removeDefect } from '#contract/defect.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import { createRandom } from '#core/random.ts';
import { call, Refusal } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { openLivePage } from '../support/live-page.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

/** A deadlock is repaired by running the change again, so it would not be seen otherwise. */
afterAll(async () => {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks::int from pg_stat_database where datname = current_database()`.execute(context.db);
  expect(rows).toEqual([{ deadlocks: 0 }]);
});

/** What a person may be told; anything else, above all 500, is a defect of the server. */
async function calmly<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal && [400, 404, 409].includes(error.status)) return null;
    throw error;
  }
}

test('everything at once on one blueprint: no deadlock, nothing lost', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg', 'case-a.jpg'] });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  const page = await openLivePage(address, params.blueprintId);
  await call(address, generate, { params, body: { cellIds, count: 2 } });
  await page.until(({ events }) => events.filter((event) => event.type === 'job_completed').length === 8);
  const { candidates } = await call(address, listCandidates, { params });
  const random = createRandom('everything at once');
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: random.integer(0, 1_000_000) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item);

  let recorded = 0;
  const actions = [
    () => call(address, generate, { params, body: { cellIds: shuffled(cellIds), count: 1 } }),
    () => call(address, cancelJobs, { params, body: {} }),
    () => call(address, changeCells, { params, body: { cellIds: shuffled(cellIds), target: 3 } }),
    () => call(address, changeCells, { params, body: { cellIds: [cellIds[0]!], state: 'impossible' } }),
    () => call(address, changeCells, { params, body: { cellIds: shuffled(cellIds), state: 'active' } }),
    () =>
      call(address, regenerateCell, {
        params: { cellId: cellIds[1]! },
        body: { text: `${recorded} scratches` },
      }),
    () => call(address, createRelease, { params }),
    async () => {
      const decisions = shuffled(candidates).map(({ id }) => ({
        candidateId: id,
        verdict: 'approved' as const,
      }));
      await call(address, recordDecisions, { params, body: { decisions } });
      recorded++;
    },
    async () => {
      const name = `extra ${random.integer(0, 1_000_000)}`;
      const { defects } = await call(address, addDefects, {
        params,
        body: { defects: [{ name, family: 'dent' }] },
      });
      await call(address, removeDefect, { params: { defectId: defects[0]!.id } });
    },
  ];
  const order = shuffled(Array.from({ length: 12 }, () => actions).flat());
  await Promise.all(order.map((action) => calmly<unknown>(action())));
  await call(address, cancelJobs, { params, body: {} });

  const after = await call(address, getBoard, { params });
  expect(after.cells.map((cell) => [cell.counts.queued, cell.counts.running])).toEqual(
    after.cells.map(() => [0, 0]),
  );
  await page.until(({ events }) => events.length >= after.seq);
  page.close();
  expect(page.events.map((event) => event.seq)).toEqual(page.events.map((_, i) => i + 1));
});

test('a blueprint that is deleted while its jobs run takes everything with it', async () => {
  for (let round = 0; round < 20; round++) {
    const board = await makeBlueprint(address, { photos: ['tile-a.jpg'] });
    const params = { blueprintId: board.blueprint.id };
    const cellIds = board.cells.map((cell) => cell.id);
    const page = await openLivePage(address, params.blueprintId);
    await call(address, generate, { params, body: { cellIds, count: 10 } });
    await page.until(({ events }) => events.filter(({ type }) => type === 'job_started').length >= 2);
    page.close();
    const more = calmly(call(address, generate, { params, body: { cellIds, count: 3 } }));
    await call(address, deleteBlueprint, { params });
    await more;
    await expect(call(address, getBoard, { params })).rejects.toMatchObject({ status: 404 });
  }
});
