import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import { exportFormats } from '#core/dataset/export-format.ts';
import { readConfig } from '#config.ts';
import {
  datasetFileSchema,
  type DatasetVersionView,
  getDataset,
  listDatasets,
  requestDataset,
} from '#contract/dataset.ts';
import { listEvents } from '#contract/event.ts';
import { createRelease } from '#contract/release.ts';
import { changeCells } from '#contract/cell.ts';
import { connect } from '#db/connect.ts';
import { insertProject } from '#db/projects.ts';
import { claimVersion } from '#db/dataset-versions.ts';
import { pullDataset } from '#services/delivery/pull-dataset.ts';
import { verifyDataset } from '#services/delivery/verify-dataset.ts';
import { type RunningServer, startServer } from '#start-server.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { hashTree } from '../support/file-tree.ts';
import { readZip } from '../support/read-zip.ts';
import { runCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestDatabase } from '../support/test-database.ts';

// One story, in order: a release becomes a version, which is downloaded in every way there is.
const home = await makeTemporaryFolder();
const environment = { DATABASE_URL: await createTestDatabase(), DATA_DIR: join(home, 'data') };
const start = (): Promise<RunningServer> =>
  startServer(readConfig({ ...environment, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' }), {
    webFolder: null,
  });
const db = connect(environment.DATABASE_URL, { max: 2, onError: () => {} });
await insertProject(db, { id: crypto.randomUUID(), name: 'Test' });
let server = await start();
afterAll(async () => {
  await server.stop();
  await db.destroy();
});

const board = await makeBlueprint(server.address, { width: 160 });
const params = { blueprintId: board.blueprint.id };
await call(server.address, changeCells, {
  params,
  body: { cellIds: board.cells.map((cell) => cell.id), target: 2 },
});
const cells = board.cells.map((cell) => cell.id);
await decide(
  server.address,
  params.blueprintId,
  await makeCandidates(server.address, params.blueprintId, cells, 2),
  'approved',
);
await call(server.address, createRelease, { params });

const formats = exportFormats.join(',');
let version: DatasetVersionView;
let whole: Uint8Array;

async function ready(body: z.input<typeof requestDataset.body>): Promise<DatasetVersionView> {
  let view = await call(server.address, requestDataset, { params, body });
  while (view.state === 'queued' || view.state === 'running') {
    view = await call(server.address, getDataset, { params: { versionId: view.id } });
  }
  return view;
}

async function fetchBytes(url: string, headers: Record<string, string> = {}): Promise<Uint8Array> {
  const answer = await fetch(server.address + url, { headers });
  expect(answer.ok, url).toBe(true);
  return new Uint8Array(await answer.arrayBuffer());
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a release is prepared in the background; the same call gives the same version', async () => {
  const both = await Promise.all([ready({ release: 1, formats }), ready({ release: 1, formats })]);
  version = both[0];
  expect(version).toMatchObject({ state: 'ready', error: null, folder: 'pump-housing-v1' });
  expect(both[1].id).toBe(version.id);
  const { versions } = await call(server.address, listDatasets, { params });
  expect(versions).toEqual([version]);
  const { events } = await call(server.address, listEvents, { params });
  expect(events.filter(({ type }) => type === 'dataset_changed').map(({ payload }) => payload)).toEqual([
    { versionId: version.id, state: 'queued' },
    { versionId: version.id, state: 'ready' },
  ]);
  expect(version.progress).toEqual({ done: version.parts[0]!.files, total: version.parts[0]!.files });
  const [part] = version.parts;
  const answer = await fetch(server.address + part!.url);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-length': String(part!.bytes),
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="pump-housing-v1.zip"',
    'accept-ranges': 'bytes',
    etag: part!.etag,
  });
  whole = new Uint8Array(await answer.arrayBuffer());
  expect(whole.length).toBe(part!.bytes);
  const files = readZip(whole);
  expect(files.size).toBe(part!.files);
  const sums = new TextDecoder().decode(files.get('pump-housing-v1/SHA256SUMS')).trim().split('\n');
  expect(sums.length).toBe(files.size - 1);
  for (const line of sums) {
    const [hash, path] = line.split('  ') as [string, string];
    expect(sha256(files.get(`pump-housing-v1/${path}`)!), path).toBe(hash);
  }
});

test('another process writes the same bytes from the release', async () => {
  const out = join(home, 'pump-housing-v1.zip');
  const args = [
    'export',
    board.blueprint.id,
    '--release',
    '1',
    '--format',
    formats,
    '--include-good',
    '-o',
    out,
  ];
  const result = await runCli(args, { environment });
  expect(result.status, result.stderr).toBe(0);
  expect(Buffer.compare(await readFile(out), whole)).toBe(0);
});

test('a download that is cut at 50 places, and by a restart, ends as the same file', async () => {
  const [part] = version.parts;
  const pieces: Uint8Array[] = [];
  let have = 0;
  let cuts = 0;
  for (let random = 7; have < whole.length;) {
    random = (random * 48_271) % 0x7fffffff;
    const wanted = cuts < 50 ? 1 + (random % Math.floor(whole.length / 51)) : whole.length;
    const headers = { range: `bytes=${have}-`, 'if-range': part!.etag };
    const answer = await fetch(server.address + part!.url, { headers });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${have}-${whole.length - 1}/${whole.length}`);
    let got = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      // What came after the cut was lost on the way.
      const kept = chunk.subarray(0, wanted - got);
      pieces.push(kept);
      got += kept.length;
      if (got >= wanted) break;
    }
    have += got;
    cuts++;
    if (cuts === 25) {
      await server.stop();
      server = await start();
    }
  }
  expect(cuts).toBeGreaterThan(50);
  expect(sha256(Buffer.concat(pieces))).toBe(sha256(whole));
});

test.each<[Record<string, string>, number, Record<string, string | null>]>([
  [{ range: 'bytes=0-0' }, 206, { 'content-length': '1' }],
  [{ range: 'bytes=-22' }, 206, { 'content-length': '22' }],
  [{ range: 'bytes=99999999999-' }, 416, { 'content-range': 'bytes */LENGTH' }],
  [{ range: 'bytes=0-1,5-6' }, 200, { 'content-range': null }],
  [{ range: 'bytes=0-9', 'if-range': '"another"' }, 200, { 'content-range': null }],
  [{ 'if-none-match': 'ETAG' }, 304, {}],
])('HTTP as the standard says: %o', async (asked, status, expected) => {
  const [part] = version.parts;
  const fill = (text: string): string =>
    text.replace('LENGTH', String(part!.bytes)).replace('ETAG', part!.etag);
  const headers = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, fill(value)]));
  const answer = await fetch(server.address + part!.url, { headers });
  await answer.arrayBuffer();
  expect(answer.status).toBe(status);
  for (const [name, value] of Object.entries(expected)) {
    expect(answer.headers.get(name), name).toBe(value === null ? null : fill(value));
  }
  const head = await fetch(server.address + part!.url, { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe(String(part!.bytes));
});

test('each file is there by itself, whole and in ranges', async () => {
  const [part] = version.parts;
  const listed = new TextDecoder()
    .decode(await fetchBytes(part!.filesUrl))
    .trim()
    .split('\n');
  const files = listed.map((line) => datasetFileSchema.parse(JSON.parse(line)));
  expect(files.length).toBe(part!.files);
  for (const file of files) {
    const bytes = await fetchBytes(file.url);
    expect([bytes.length, sha256(bytes)], file.path).toEqual([file.size, file.sha256]);
  }
  const large = files.find(({ path }) => path.endsWith('manifest.jsonl'))!;
  const range = await fetchBytes(large.url, { range: 'bytes=5-8' });
  expect(range).toEqual((await fetchBytes(large.url)).subarray(5, 9));
  const nowhere = await fetch(`${server.address}${part!.filesUrl}/3`);
  expect(nowhere.status).toBe(404);
});

test('it is pulled into a folder by files; what stopped it, or was damaged since, is fetched again', async () => {
  const out = join(home, 'pulled');
  const options = { origin: server.address, out, parallel: 4, signal: new AbortController().signal };
  const stopping = new AbortController();
  const onProgress = (done: number): void => void (done === 5 && stopping.abort());
  await expect(pullDataset(version, { ...options, signal: stopping.signal, onProgress })).rejects.toThrow();
  const { fetched, files } = await pullDataset(version, options);
  expect(fetched).toBeGreaterThan(0);
  expect(fetched).toBeLessThan(files);
  const [name] = await readdir(join(out, 'images/train'));
  const first = join(out, 'images/train', name!);
  const unpacked = [...readZip(whole)].map(([name, bytes]) => [
    name.slice(name.indexOf('/') + 1),
    sha256(bytes),
  ]);
  expect(await hashTree(out)).toEqual(Object.fromEntries(unpacked));
  await expect(pullDataset(version, options), 'a folder that is whole').rejects.toThrow(/is not empty/);
  expect((await verifyDataset(out, options)).problems).toEqual([]);

  const picture = await readFile(first);
  await writeFile(first, picture.subarray(0, 50));
  await writeFile(join(out, 'labels', 'stray.txt'), 'x');
  const { problems } = await verifyDataset(out, options);
  expect(problems.map(({ path, message }) => `${path}: ${message}`).toSorted()).toEqual([
    expect.stringMatching(/^images\/train\/.*: It is not what its checksum says/),
    expect.stringMatching(/^labels\/stray.txt: It is no part of the dataset/),
  ]);
  await rm(first);
  await rm(join(out, 'labels', 'stray.txt'));
  expect((await verifyDataset(out, options)).problems).toMatchObject([{ message: 'It is missing.' }]);
});

test('a ZIP is verified as it is; what is cut off, changed or another file is refused in a sentence', async () => {
  const path = join(home, 'broken.zip');
  const signal = new AbortController().signal;
  const verify = async (bytes: Uint8Array): Promise<string> => {
    await writeFile(path, bytes);
    try {
      const { problems } = await verifyDataset(path, { signal });
      return problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n');
    } catch (error) {
      return error instanceof AppError ? error.message : `no sentence: ${String(error)}`;
    }
  };
  expect(await verify(whole)).toBe('');
  expect(await verify(whole.subarray(0, whole.length - 1000))).toMatch(/cut off/);
  expect(await verify(new Uint8Array())).toMatch(/damaged/);
  for (let at = 1; at < whole.length; at += Math.ceil(whole.length / 12)) {
    const changed = whole.slice();
    changed[at]! ^= 0x10;
    expect(await verify(changed), `byte ${at}`).toMatch(/^(?!no sentence).+/);
  }
});

test('annotations only: no picture, and a name of its own', async () => {
  const usual = exportFormats.filter((format) => !['parquet', 'webdataset'].includes(format)).join(',');
  const small = await ready({ release: 1, formats: usual, pictures: false });
  const files = readZip(await fetchBytes(small.parts[0]!.url));
  expect([...files.keys()].filter((name) => /\/images\/.*\.(png|jpg|webp)$/.test(name))).toEqual([]);
  expect(files.has('pump-housing-v1-annotations/annotations/instances_train.json')).toBe(true);
  const out = join(home, 'annotations');
  const pulled = await runCli(
    ['pull', 'Pump housing', '--format', usual, '--no-pictures', '--out', out, '--server', server.address],
    { environment },
  );
  expect(pulled, pulled.stderr).toMatchObject({ status: 0 });
  expect(await runCli(['verify', out])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Sound: /),
  });
  await rm(join(out, 'data.yaml'));
  const broken = await runCli(['verify', out]);
  expect(broken.status).toBe(1);
  expect(broken.stderr).toMatch(/error: data.yaml: It is missing\./);
  const shards = await ready({ release: 1, formats: 'parquet', pictures: false });
  expect(shards).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/^Parquet and WebDataset hold/),
  });
});

test('a version whose worker was killed is prepared by another', async () => {
  const body = { release: 1, formats: 'coco', pictures: false };
  const claimed = claimVersion(db, crypto.randomUUID());
  const view = await call(server.address, requestDataset, { params, body });
  // Whoever was first has it; a claim without a sign of life lapses.
  await claimed;
  await db
    .updateTable('dataset_version')
    .set({ state: 'running', claim: crypto.randomUUID(), claimed_until: new Date(0) })
    .where('id', '=', view.id)
    .where('state', '<>', 'ready')
    .execute();
  expect(await ready(body)).toMatchObject({ id: view.id, state: 'ready' });
});

test('a damaged picture ends the job with a sentence; once it is back, the same call tries again', async () => {
  const file = await db
    .selectFrom('golden_image')
    .select('picture_hash')
    .where('blueprint_id', '=', params.blueprintId)
    .executeTakeFirstOrThrow();
  const path = join(
    environment.DATA_DIR,
    'pictures/objects',
    file.picture_hash.slice(0, 2),
    file.picture_hash,
  );
  const before = await readFile(path);
  await db.deleteFrom('object_checksum').execute();
  await writeFile(path, before.subarray(1));
  const body = { release: 1, formats: 'yolo' };
  expect(await ready(body)).toMatchObject({ state: 'failed', error: expect.stringMatching(/damaged/) });
  await rm(path);
  await writeFile(path, before);
  expect(await ready(body)).toMatchObject({ state: 'ready', error: null });
});

test('what is settled is never rewritten', async () => {
  const update = db.updateTable('dataset_version').set({ folder: 'x' }).where('id', '=', version.id);
  await expect(update.execute()).rejects.toThrow(/is history/);
  await expect(db.deleteFrom('dataset_part').execute()).rejects.toThrow(/is history/);
});

test.each([
  [{ release: 9 }, /no release 9/],
  [{ release: 1, formats: 'nonsense' }, /no format "nonsense"/],
  [{ release: 1, partBytes: 5 }, /at least 16777216 bytes/],
])('wrong options are a sentence: %o', async (body, message) => {
  await expect(call(server.address, requestDataset, { params, body })).rejects.toThrow(message);
});
