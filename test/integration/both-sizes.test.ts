import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { getBoard } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import { getDataset, requestDataset } from '#contract/dataset.ts';
import { addGoldens } from '#contract/golden.ts';
import { cancelJobs, generate } from '#contract/job.ts';
import { getLabelImport, startLabelImport, uploadLabels } from '#contract/label-import.ts';
import { createRelease } from '#contract/release.ts';
import { listCandidates } from '#contract/candidate.ts';
import { startFalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint, samplePhoto } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { freePort } from '../support/free-port.ts';
import { type LivePage, openLivePage } from '../support/live-page.ts';
import { makeZip } from '../support/make-zip.ts';
import { readZip } from '../support/read-zip.ts';
import { makeRemoteBlueprint } from '../support/remote-server.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestBucket, hasS3 } from '../support/test-bucket.ts';
import { createTestDatabase } from '../support/test-database.ts';

// What passes from process to process, through real ones, in both sizes: what is asked of one address is looked at through
// the other. What each step does in detail is tested elsewhere.

const folder = await makeTemporaryFolder();
const fal = await startFalEmulator({ slots: 2, latencyMs: 50, pictures: 'quick', speed: 200 });
afterAll(() => fal.close());

async function start(environment: Record<string, string>): Promise<Desk> {
  const process = await startDesk(folder, {
    WORKERS: '1',
    FAL_KEY: 'id:secret',
    FAL_URL: fal.url,
    FAL_SLOTS: '2',
    ...environment,
  });
  afterAll(() => process.stop());
  return process;
}

/** Addresses that pages may ask, any of them at any time; fal's messages come to the last. */
const sizes: { name: string; isThere: boolean; start: () => Promise<string[]> }[] = [
  {
    name: 'a desk: one process, its own PostgreSQL, a folder',
    isThere: true,
    start: async () => {
      const port = `${await freePort()}`;
      return [(await start({ PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` })).address];
    },
  },
  {
    name: 'a plant: two web and two worker processes, a PostgreSQL server, S3',
    isThere: hasS3,
    start: async () => {
      const bucket = await createTestBucket();
      const port = `${await freePort()}`;
      const shared = {
        DATABASE_URL: await createTestDatabase(),
        DATABASE_POOL: '4',
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        ...bucket.environment,
      };
      const roles: Record<string, string>[] = [
        { ROLE: 'web' },
        { ROLE: 'web', PORT: port },
        { ROLE: 'worker' },
        { ROLE: 'worker' },
      ];
      const started = await Promise.all(roles.map((role) => start({ ...shared, ...role })));
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

  test('a photo stands upright, and loses what its camera wrote into it', async () => {
    const { blueprint } = await makeBlueprint(here, { photos: [], defects: [] });
    const params = { blueprintId: blueprint.id };
    const photo = await sharp(await samplePhoto('case-a.jpg', 200))
      .withExif({ IFD0: { Artist: 'OWNER-NAME' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(photo.includes('OWNER-NAME')).toBe(true);
    const body = fileForm('file', 'a.jpg', new Uint8Array(photo));
    const [golden] = (await call(here, addGoldens, { params, body })).accepted;
    expect(golden).toMatchObject({ width: 150, height: 200 });
    const kept = Buffer.from(await read(there + golden!.pictureUrl));
    const { width, height, exif } = await sharp(kept).metadata();
    expect({ width, height, exif }).toEqual({ width: 150, height: 200, exif: undefined });
    expect(kept.includes('OWNER-NAME')).toBe(false);
  });

  test('a decision is taken back elsewhere, and a page that changes its process misses nothing', async () => {
    const board = await makeBlueprint(here, { photos: ['tile-a.jpg'], width: 160, defects: ['scratch'] });
    const params = { blueprintId: board.blueprint.id };
    const candidates = await makeCandidates(there, params.blueprintId, [board.cells[0]!.id], 2);
    const { seq } = await call(here, getBoard, { params });
    const page = await openLivePage(here, params.blueprintId, seq);
    await decide(there, params.blueprintId, candidates, 'rejected');
    await page.until(({ events }) => events.length === 1);
    page.close();
    await decide(here, params.blueprintId, candidates.slice(0, 1), 'undecided');
    const next = await openLivePage(there, params.blueprintId, page.events.at(-1)!.seq);
    await decide(here, params.blueprintId, candidates.slice(1), 'approved');
    await next.until(({ events }) => events.length === 2);
    next.close();
    expect([...page.events, ...next.events].map((event) => [event.seq, event.type])).toEqual(
      [1, 2, 3].map((n) => [seq + n, 'decisions_recorded']),
    );
    const { counts } = (await call(there, getBoard, { params })).cells[0]!;
    expect(counts).toMatchObject({ undecided: 1, approved: 1, rejected: 0 });
  });

  test('what is cancelled through one process is stopped in all', async () => {
    const photo = { photos: ['case-a.jpg'], width: 600, defects: ['scratch'] };
    const board = await makeBlueprint(here, photo);
    const params = { blueprintId: board.blueprint.id };
    const page = await openLivePage(here, params.blueprintId);
    await call(here, generate, { params, body: { cellIds: [board.cells[0]!.id], count: 20 } });
    await page.until(({ events }) => countOf(events, 'job_started') > 0);
    const { cancelled } = await call(there, cancelJobs, { params, body: {} });
    expect(cancelled).toBeGreaterThan(0);
    await page.until(({ events }) => countOf(events, 'jobs_cancelled') > 0);
    page.close();
    const { counts } = (await call(here, getBoard, { params })).cells[0]!;
    expect(counts).toMatchObject({ queued: 0, running: 0, failed: 0, undecided: 20 - cancelled });
    // Whoever worked on one is free for the next.
    expect(await makeCandidates(here, params.blueprintId, [board.cells[0]!.id], 2)).toHaveLength(
      22 - cancelled,
    );
  });

  test('pictures made elsewhere: one is tried again, one is refused, and none is bought twice', async () => {
    const board = await makeRemoteBlueprint(here);
    const params = { blueprintId: board.blueprint.id };
    const cellIds = [board.cells[0]!.id];
    const page = await openLivePage(there, params.blueprintId);
    fal.script([{ nth: 1, fault: { kind: 'error', type: 'runner_disconnected' } }]);
    await call(here, generate, { params, body: { cellIds, count: 1 } });
    await page.until(({ events }) => countOf(events, 'job_completed') === 1);
    fal.script([{ fault: { kind: 'error', type: 'content_policy_violation' } }]);
    await call(here, generate, { params, body: { cellIds, count: 1 } });
    await page.until(({ events }) => countOf(events, 'job_failed') === 1);
    page.close();
    fal.script([]);
    expect(countOf(page.events, 'job_retrying')).toBe(1);
    expect(page.events.map(({ seq }) => seq)).toEqual(page.events.map((_, i) => i + 1));
    const { jobs, counts } = (await call(there, getBoard, { params })).cells[0]!;
    expect(counts).toMatchObject({ undecided: 1, failed: 1 });
    expect(jobs[0]!.failure).toMatch(/refused/);
    expect(fal.stats()).toMatchObject({ contentsBilledTwice: 0, attemptsBoughtTwice: 0 });
  });

  test('a dataset is prepared by one process, and its download goes on at another', async () => {
    const board = await makeBlueprint(here, { photos: ['tile-a.jpg'], width: 160, defects: ['scratch'] });
    const params = { blueprintId: board.blueprint.id };
    const cellIds = [board.cells[0]!.id];
    await call(there, changeCells, { params, body: { cellIds, target: 2 } });
    const candidates = await makeCandidates(here, params.blueprintId, cellIds, 2);
    await decide(here, params.blueprintId, candidates, 'approved');
    await call(there, createRelease, { params });
    const asked = await call(here, requestDataset, { params, body: { release: 1 } });
    const version = () => call(there, getDataset, { params: { versionId: asked.id } });
    await expect.poll(async () => (await version()).state).toBe('ready');
    const { url, bytes, etag } = (await version()).parts[0]!;
    const half = Math.floor(bytes / 2);
    const begun = await fetch(here + url, { headers: { range: `bytes=0-${half - 1}` } });
    const rest = await fetch(there + url, { headers: { range: `bytes=${half}-`, 'if-range': etag } });
    expect([begun.status, rest.status]).toEqual([206, 206]);
    const pieces = await Promise.all(
      [begun, rest].map(async (part) => Buffer.from(await part.arrayBuffer())),
    );
    expect(hashOf(Buffer.concat(pieces))).toBe(hashOf(await read(there + url)));
    expect(readZip(Buffer.concat(pieces)).size).toBeGreaterThan(5);
  });

  test('labelled pictures are uploaded to one process, looked through and imported by another', async () => {
    const board = await makeBlueprint(here, { photos: ['tile-a.jpg'], width: 160, defects: ['scratch'] });
    const params = { blueprintId: board.blueprint.id };
    const zip = makeZip([
      { name: 'a.jpg', content: await samplePhoto('tile-a.jpg', 128) },
      { name: 'a.txt', content: '0 0.5 0.5 0.2 0.2\n' },
      { name: 'data.yaml', content: 'names: [Kratzer]\n' },
    ]);
    const { id } = await call(here, uploadLabels, { params, body: fileForm('archive', 'a.zip', zip) });
    const state = async () => (await call(there, getLabelImport, { params: { importId: id } })).state;
    await expect.poll(state).toBe('checked');
    const classes = [{ label: 'Kratzer', defectId: board.defects[0]!.id }];
    await call(there, startLabelImport, { params: { importId: id }, body: { classes } });
    await expect.poll(state).toBe('done');
    const [only, ...more] = (await call(here, listCandidates, { params })).candidates;
    expect(more).toEqual([]);
    expect(only).toMatchObject({ source: 'uploaded', verdict: 'approved', width: 128 });
    expect(await sharp(await read(there + only!.maskUrl)).metadata()).toMatchObject({ width: 128 });
  });
});

function countOf(events: LivePage['events'], type: LivePage['events'][number]['type']): number {
  return events.filter((event) => event.type === type).length;
}

async function read(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
