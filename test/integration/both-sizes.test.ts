import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { getBoard } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import { generate } from '#contract/job.ts';
import { createRelease } from '#contract/release.ts';
import { listCandidates } from '#contract/candidate.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide } from '../support/candidates.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { openLivePage } from '../support/live-page.ts';
import { readZip } from '../support/read-zip.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestBucket, hasS3 } from '../support/test-bucket.ts';
import { createTestDatabase } from '../support/test-database.ts';

// The whole road through real processes, in both sizes. What each step does in detail is tested elsewhere.

const folder = await makeTemporaryFolder();

async function start(environment: Record<string, string>): Promise<Desk> {
  const process = await startDesk(folder, { WORKERS: '1', ...environment });
  afterAll(() => process.stop());
  return process;
}

/** Addresses that pages may ask, any of them at any time. */
const sizes: { name: string; isThere: boolean; start: () => Promise<string[]> }[] = [
  {
    name: 'a desk: one process, its own PostgreSQL, a folder',
    isThere: true,
    start: async () => [(await start({})).address],
  },
  {
    name: 'a plant: two web and two worker processes, a PostgreSQL server, S3',
    isThere: hasS3,
    start: async () => {
      const bucket = await createTestBucket();
      const shared = { DATABASE_URL: await createTestDatabase(), DATABASE_POOL: '4', ...bucket.environment };
      const roles = ['web', 'web', 'worker', 'worker'];
      const started = await Promise.all(roles.map((ROLE) => start({ ...shared, ROLE })));
      return started.slice(0, 2).map(({ address }) => address);
    },
  },
];

describe.each(sizes.filter(({ isThere }) => isThere))('$name', async (size) => {
  const addresses = await size.start();
  const [here, there] = [addresses[0]!, addresses.at(-1)!];

  test('photo, defects, pictures, review, release, dataset', async () => {
    const board = await makeBlueprint(here, { photos: ['tile-a.jpg'], defects: ['scratch', 'stain'] });
    const params = { blueprintId: board.blueprint.id };
    const cellIds = board.cells.map((cell) => cell.id);
    await call(there, changeCells, { params, body: { cellIds, target: 2 } });
    const page = await openLivePage(there, params.blueprintId);
    expect(await call(here, generate, { params, body: {} })).toEqual({ queued: 4 });
    await page.until(({ events }) => events.filter(({ type }) => type === 'job_completed').length === 4);

    const { candidates } = await call(there, listCandidates, { params });
    await decide(there, params.blueprintId, candidates, 'approved');
    await page.until(({ events }) => events.at(-1)!.type === 'decisions_recorded');
    page.close();
    expect(page.events.map(({ seq }) => seq)).toEqual(page.events.map((_, i) => i + 1));
    expect((await call(here, getBoard, { params })).cells.map(({ counts }) => counts.approved)).toEqual([
      2, 2,
    ]);

    await call(here, createRelease, { params });
    const url = `${there}/api/v1/blueprints/${params.blueprintId}/export.zip?release=1`;
    const archive = readZip(new Uint8Array(await (await fetch(url)).arrayBuffer()));
    const exported = new Set([...archive.values()].map(hashOf));
    const approved = await Promise.all(candidates.map(({ pictureUrl }) => read(here + pictureUrl)));
    expect(new Set(approved.map(hashOf)).size).toBe(4);
    for (const picture of approved) expect(exported).toContain(hashOf(picture));
  });
});

async function read(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
