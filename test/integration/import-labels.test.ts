import { randomBytes } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { getBoard } from '#contract/blueprint.ts';
import { type CandidateView, listCandidates } from '#contract/candidate.ts';
import { changeCells } from '#contract/cell.ts';
import {
  checkLabelImport,
  getLabelImport,
  type LabelImportView,
  listLabelImports,
  removeLabelImport,
  startLabelImport,
  uploadLabels,
} from '#contract/label-import.ts';
import { encodePng } from '#imaging/codec.ts';
import { markSource } from '#imaging/mark-source.ts';
import type { PictureHooks } from '#services/import-labels/each-picture.ts';
import { importLabels, type LabelImport, type LabelOrder } from '#services/import-labels/import-labels.ts';
import { openLabelFolder } from '#services/import-labels/open-label-folder.ts';
import { planExport } from '#services/plan-export.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint, samplePhoto } from '../support/blueprint.ts';
import { makeZip } from '../support/make-zip.ts';
import { runCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context, dataDir, databaseUrl } = await startTestServer();
const { blueprint, goldens } = await makeBlueprint(address, { name: 'Case' });
const params = { blueprintId: blueprint.id };
const home = await makeTemporaryFolder();

type Files = Record<string, string | Uint8Array>;

async function folderOf(name: string, files: Files): Promise<string> {
  const folder = join(home, name);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

async function importFrom(
  folder: string,
  change: Partial<LabelOrder> = {},
  hooks: Partial<PictureHooks> = {},
): Promise<LabelImport> {
  const order: LabelOrder = {
    folder: await openLabelFolder(folder),
    format: 'coco',
    blueprintId: blueprint.id,
    map: new Map(),
    golden: null,
    approve: true,
    actor: 'Ada',
    since: null,
    dryRun: false,
    ...change,
  };
  return importLabels(context, order, {
    signal: new AbortController().signal,
    onPicture: () => {},
    ...hooks,
  });
}

const candidates = async (): Promise<CandidateView[]> =>
  (await call(address, listCandidates, { params })).candidates;

/** Darker than the golden image, and with a part of it painted over. */
async function badPhoto(photo: string): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const patch = await sharp({ create: { width: 20, height: 8, channels: 3, background: '#101010' } })
    .png()
    .toBuffer();
  const { data, info } = await sharp(await samplePhoto(photo))
    .linear(0.9, 0)
    .composite([{ input: patch, left: 30, top: 40 }])
    .withExif({ IFD0: { Artist: 'OWNER-NAME' } })
    .jpeg()
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

const bad = await badPhoto('tile-a.jpg');
const { width, height } = bad;
const outline = [30, 40, 50, 40, 50, 48, 30, 48];
const image = (id: number, name: string) => ({ id, file_name: name, width, height });
const coco = {
  images: [image(1, 'bad.jpg'), image(2, 'none.jpg'), image(3, 'made.png'), image(4, 'broken.jpg')],
  categories: [
    { id: 1, name: 'Rayure' },
    { id: 2, name: 'stain' },
    { id: 3, name: 'rust' },
  ],
  annotations: [
    { image_id: 1, category_id: 1, segmentation: [outline] },
    { image_id: 1, category_id: 2, bbox: [60, 60, 4, 4] },
    { image_id: 3, category_id: 2, bbox: [1, 1, 4, 4] },
    { image_id: 4, category_id: 2, bbox: [1, 1, 4, 4] },
  ],
};
const plain = await encodePng({ width, height, channels: 1, data: new Uint8Array(width * height).fill(90) });
const folder = await folderOf('coco', {
  'bad.jpg': bad.bytes,
  'none.jpg': bad.bytes,
  'made.png': markSource(plain, 'compositeSynthetic'),
  'broken.jpg': bad.bytes.subarray(0, 400),
  'labels.json': JSON.stringify(coco),
});
const map = new Map([['Rayure', 'scratch']]);

test('classes are matched by name or as told, and what cannot be kept is left out whole and said', async () => {
  const first = await importFrom(folder, { dryRun: true });
  expect(first.classes).toEqual([
    expect.objectContaining({ label: 'stain', marks: 3, defect: expect.objectContaining({ name: 'stain' }) }),
    expect.objectContaining({ label: 'Rayure', marks: 1, defect: null }),
  ]);
  expect(first.problems.map(({ file }) => file)).toEqual(['bad.jpg', 'made.png', 'broken.jpg']);
  expect(first.problems[0]!.message).toMatch(/“Rayure” is no defect/);
  expect(first.problems[1]!.message).toMatch(/synthetic \(compositeSynthetic\)/);
  await expect(importFrom(folder, { map: new Map([['Rayure', 'crack']]) })).rejects.toThrow(
    /no defect “crack”. It has: scratch, stain/,
  );
  await expect(importFrom(folder, { map: new Map([['Rost', 'stain']]) })).rejects.toThrow(/class “Rost”/);
  await expect(importFrom(folder, { golden: 'nobody' })).rejects.toThrow(/There are: case-a.jpg/);
  expect(await candidates()).toEqual([]);
});

test('a real picture is a candidate of its view, approved by who vouches for it, and there once', async () => {
  expect(await importFrom(folder, { map, dryRun: true })).toMatchObject({ imported: 1 });
  expect(await candidates()).toEqual([]);
  expect(await importFrom(folder, { map })).toMatchObject({
    pictures: 4,
    imported: 1,
    unchanged: 0,
    withoutMarks: 1,
    boxes: 1,
  });
  const [candidate, ...others] = await candidates();
  expect(others).toEqual([]);
  expect(candidate).toMatchObject({
    source: 'uploaded',
    verdict: 'approved',
    note: 'Imported with its labels: bad.jpg',
    goldenId: goldens.find(({ name }) => name === 'tile-a.jpg')!.id,
    area: 20 * 8 + 16,
  });
  expect(candidate!.instances.map(({ box }) => box)).toEqual([
    { x: 30, y: 40, width: 20, height: 8 },
    { x: 60, y: 60, width: 4, height: 4 },
  ]);
  expect(await importFrom(folder, { map })).toMatchObject({ imported: 0, unchanged: 1 });
  expect(await candidates()).toHaveLength(1);
});

test('in an export it is real, has no golden image, and nothing of its file but the pixels', async () => {
  const options = { formats: 'coco', split: '100,0,0', good: false, unreviewed: false };
  const { plan, assembled } = await planExport(context, blueprint.id, options);
  const content = [...plan.files].find(({ path }) => path === 'manifest.jsonl')!.content;
  const [line] = content.kind === 'text' ? [...content.chunks()] : [];
  expect(JSON.parse(line!)).toMatchObject({
    origin: 'uploaded',
    synthetic: false,
    source_type: 'digitalCapture',
    xmp_source_type: null,
    golden_sha256: null,
    mask_origin: 'person',
    approver: expect.stringMatching(/^reviewer-/),
    classes: ['scratch', 'stain'],
  });
  const [exported] = assembled.dataset.images;
  const bytes = Buffer.from(await context.storage.get(exported!.sha256!));
  expect(bytes.includes('OWNER-NAME')).toBe(false);
});

test('an impossible cell takes none, and a link out of the folder is not followed', async () => {
  const { cells } = await call(address, getBoard, { params });
  const ids = cells.filter(({ defectId }) => defectId === cells[0]!.defectId).map(({ id }) => id);
  await call(address, changeCells, { params, body: { cellIds: ids, state: 'impossible' } });
  const name = (await call(address, getBoard, { params })).defects[0]!.name;
  const other = await encodePng({ width: 40, height: 40, channels: 1, data: new Uint8Array(1600).fill(7) });
  const yolo = await folderOf('yolo', {
    'images/train/a.png': other,
    'labels/train/a.txt': '0 0.5 0.5 0.5 0.5\n',
    'data.yaml': `names: [${name}]\n`,
  });
  await symlink(join(folder, 'bad.jpg'), join(yolo, 'images/train/link.jpg'));
  await writeFile(join(yolo, 'labels/train/link.txt'), '0 0.5 0.5 0.5 0.5\n');
  const done = await importFrom(yolo, { format: 'yolo' });
  expect(done).toMatchObject({ pictures: 1, imported: 0 });
  expect(done.problems).toEqual([
    { file: 'images/train/a.png', message: expect.stringMatching(/marked impossible/) },
  ]);
  await call(address, changeCells, { params, body: { cellIds: ids, state: 'active' } });
  await expect(openLabelFolder(join(yolo, 'data.yaml'))).rejects.toThrow(/is no folder/);
  await expect(openLabelFolder(join(yolo, 'labels'))).rejects.toThrow(/There is no picture/);
});

test('what was taken in before an interruption counts as imported, and is there once', async () => {
  const { defects } = await call(address, getBoard, { params });
  const shades = await Promise.all([110, 120, 130].map(patch));
  const files = ['a', 'b', 'c'].flatMap((name, k): [string, string | Uint8Array][] => [
    [`images/train/${name}.png`, shades[k]!],
    [`labels/train/${name}.txt`, '0 0.5 0.5 0.5 0.5\n'],
  ]);
  const yolo = await folderOf('interrupted', {
    ...Object.fromEntries(files),
    'data.yaml': `names: [${defects[0]!.name}]\n`,
  });
  const before = (await candidates()).length;
  const { rows } = await sql<{ now: Date }>`select now()`.execute(context.db);
  const since = rows[0]!.now;
  const stopping = new AbortController();
  const stop = { signal: stopping.signal, onPicture: () => stopping.abort() };
  await expect(importFrom(yolo, { format: 'yolo', since }, stop)).rejects.toThrow(/Stopped after 1 of 3/);
  expect(await importFrom(yolo, { format: 'yolo', since })).toMatchObject({ imported: 3, unchanged: 0 });
  expect((await candidates()).length).toBe(before + 3);
  expect(await importFrom(yolo, { format: 'yolo' })).toMatchObject({ imported: 0, unchanged: 3 });
});

async function uploaded(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<LabelImportView> {
  const { id } = await call(address, uploadLabels, { params, body: fileForm('archive', name, bytes) });
  return untilDone(id);
}

/** Looked through, imported or failed. */
async function untilDone(id: string): Promise<LabelImportView> {
  let found = await call(address, getLabelImport, { params: { importId: id } });
  const isOver = (): boolean => found.state !== 'checking' && found.state !== 'importing';
  await expect
    .poll(
      async () => {
        found = await call(address, getLabelImport, { params: { importId: id } });
        return isOver();
      },
      { timeout: 30_000, interval: 50 },
    )
    .toBe(true);
  return found;
}

const rowsLeft = async (): Promise<number> =>
  (await context.db.selectFrom('label_import').select('id').execute()).length;

/** A picture of its own, so that it is not there already. */
const patch = (shade: number): Promise<Uint8Array> =>
  encodePng({ width: 40, height: 40, channels: 1, data: new Uint8Array(1600).fill(shade) });

test('a ZIP that is uploaded is looked through, and nothing of it is imported before somebody says what is what', async () => {
  const before = (await candidates()).length;
  const zip = makeZip([
    { name: 'set/images/a.png', content: await patch(50) },
    { name: 'set/images/b.png', content: await patch(60) },
    { name: 'set/images/c.png', content: 'no picture' },
    { name: 'set/images/d.png', content: await patch(70) },
    { name: 'set/labels/a.txt', content: '0 0.5 0.5 0.5 0.5\n1 0.1 0.1 0.1 0.1\n', isPacked: true },
    { name: 'set/labels/b.txt', content: '2 0.5 0.5 0.5 0.5\n' },
    { name: 'set/labels/c.txt', content: '0 0.5 0.5 0.5 0.5\n' },
    { name: 'set/labels/d.txt', content: '' },
    { name: 'set/data.yaml', content: 'names: [Rayure, stain, rust]\n' },
  ]);
  const found = await uploaded('returns.zip', zip);
  expect(found).toMatchObject({ state: 'checked', fileName: 'returns.zip', bytes: zip.length, result: null });
  const goldenId = expect.any(String);
  expect(found.report).toMatchObject({
    format: 'yolo',
    pictures: 4,
    unchanged: 0,
    withoutMarks: 1,
    boxes: 3,
    problemCount: 1,
    problems: [{ file: 'set/images/c.png', message: expect.stringMatching(/not an image/) }],
    groups: [
      { labels: ['Rayure', 'stain'], goldenId, pictures: 1 },
      { labels: ['rust'], goldenId, pictures: 1 },
    ],
  });
  expect((await candidates()).length).toBe(before);

  const at = { params: { importId: found.id } };
  const start = (classes: z.input<typeof startLabelImport.body>['classes']): Promise<LabelImportView> =>
    call(address, startLabelImport, { ...at, as: 'Ada', body: { classes } });
  const stain = (await call(address, getBoard, { params })).defects.find(({ name }) => name === 'stain')!;
  const known = { label: 'stain', defectId: stain.id };
  const rayure = { label: 'Rayure', newDefect: { name: 'Rayure', family: 'scratch' } };
  await expect(start([{ label: 'Rost', defectId: stain.id }])).rejects.toThrow(
    /no mark is of a class “Rost”/i,
  );
  await expect(start([{ label: 'stain', defectId: crypto.randomUUID() }])).rejects.toThrow(
    /not there any more/,
  );
  // The new defect is not made either.
  await expect(
    start([rayure, { label: 'rust', newDefect: { name: 'Stain', family: 'dent' } }]),
  ).rejects.toThrow(/defect named “Stain” already/);
  expect((await call(address, getBoard, { params })).defects.map(({ name }) => name)).not.toContain('Rayure');

  const both = await Promise.allSettled([start([known, rayure]), start([known])]);
  expect(both.map(({ status }) => status)).toContain('fulfilled');
  const done = await untilDone(found.id);
  expect(done.state).toBe('done');
  const again = await start([known, { label: 'Rayure', defectId: stain.id }]);
  expect(again.state).toBe('importing');
  const { importing_since: since } = await context.db
    .selectFrom('label_import')
    .select('importing_since')
    .where('id', '=', found.id)
    .executeTakeFirstOrThrow();
  expect(since, 'what it takes in from now on is its own').not.toBeNull();
  const all = await untilDone(found.id);
  expect(all.result).toMatchObject({ leftOut: 1, problemCount: 1 });
  expect((await candidates()).length).toBe(before + 1);
  expect((await candidates()).at(-1)).toMatchObject({ source: 'uploaded', verdict: 'approved' });
  await call(address, removeLabelImport, at);
  await expect(call(address, getLabelImport, at)).rejects.toThrow(/upload them again/);
  expect((await call(address, listLabelImports, { params })).imports).toEqual([]);
});

test('what is no ZIP of labelled pictures is refused in a sentence, and no row is left of it', async () => {
  const refused = async (name: string, bytes: Uint8Array<ArrayBuffer>, sentence: RegExp): Promise<void> => {
    const body = fileForm('archive', name, bytes);
    await expect(call(address, uploadLabels, { params, body })).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(sentence),
    });
  };
  const good = makeZip([{ name: 'a.png', content: await patch(80) }]);
  await refused('film.mp4', new Uint8Array(9_000_000), /film\.mp4 is no ZIP/);
  await refused('empty.zip', new Uint8Array(0), /is empty/);
  await refused('cut.zip', good.slice(0, -30), /not a whole one/);
  await refused('out.zip', makeZip([{ name: '../a.png', content: 'x' }]), /leads out of the ZIP/);
  await refused('none.zip', makeZip([{ name: 'a.txt', content: 'x' }]), /holds no picture/);
  const form = fileForm('other', 'a.zip', good);
  await expect(call(address, uploadLabels, { params, body: form })).rejects.toThrow(/No file “archive”/);
  const gone = { blueprintId: crypto.randomUUID() };
  await expect(
    call(address, uploadLabels, { params: gone, body: fileForm('archive', 'a.zip', good) }),
  ).rejects.toMatchObject({ status: 404 });
  expect(await rowsLeft()).toBe(0);

  // It is a ZIP of pictures, and what is missing turns up when it is looked through; the format is no help.
  const found = await uploaded('bare.zip', good);
  expect(found).toMatchObject({ state: 'failed', error: expect.stringMatching(/No labels were found/) });
  const at = { params: { importId: found.id } };
  await expect(call(address, startLabelImport, { ...at, body: { classes: [] } })).rejects.toMatchObject({
    code: 'not_ready',
  });
  await call(address, checkLabelImport, { ...at, body: { format: 'voc' } });
  expect(await untilDone(found.id)).toMatchObject({ error: expect.stringMatching(/No Pascal VOC labels/) });
  await call(address, removeLabelImport, at);
});

test('an upload that is cut off leaves no row, and one over several pieces is read across them', async () => {
  const noise = randomBytes(9_000_000);
  const zip = makeZip([
    { name: 'noise.bin', content: noise },
    { name: 'a.png', content: await patch(90) },
    { name: 'a.txt', content: '0 0.5 0.5 0.5 0.5\n' },
  ]);
  const found = await uploaded('large.zip', zip);
  expect(found.report).toMatchObject({
    format: 'yolo',
    pictures: 1,
    groups: [{ labels: ['0'], pictures: 1 }],
  });
  await call(address, removeLabelImport, { params: { importId: found.id } });

  const sending = new AbortController();
  const body = new ReadableStream({
    start: (to) =>
      to.enqueue(
        Buffer.from(`--x\r\ncontent-disposition: form-data; name="archive"; filename="a.zip"\r\n\r\n`),
      ),
    pull: async (to) => {
      to.enqueue(zip.subarray(0, 5_000_000));
      await expect.poll(rowsLeft, { timeout: 15_000 }).toBe(1);
      sending.abort();
    },
  });
  const url = `${address}/api/v1/blueprints/${blueprint.id}/label-imports`;
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const options = { method: 'POST', body, headers, signal: sending.signal, duplex: 'half' } as RequestInit;
  await expect(fetch(url, options)).rejects.toThrow(/abort/);
  await expect.poll(rowsLeft, { timeout: 15_000 }).toBe(0);
});

test('the command line takes a ZIP: a table of classes, a sentence for what is left out, and a status', async () => {
  const environment = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
  const zip = join(home, 'returns.zip');
  const names = ['bad.jpg', 'none.jpg', 'made.png', 'broken.jpg', 'labels.json'];
  const files = names.map(async (name) => ({
    name,
    content: await readFile(join(folder, name)),
    isPacked: true,
  }));
  await writeFile(zip, makeZip(await Promise.all(files)));
  const args = ['import-labels', zip, '--blueprint', 'Case'];
  const done = await runCli([...args, '--map', 'Rayure=scratch', '--by', 'Ada'], { environment });
  expect(done.status, done.stderr).toBe(1);
  expect(done.stdout).toMatch(/^stain +-> stain +\(marks 3, pictures 3\)\nRayure +-> scratch/);
  expect(done.stdout).toMatch(/labels read as COCO\n[^]* there already +1\n/);
  expect(done.stderr).toMatch(/left out: made\.png: It says of itself that it is synthetic/);
  const wrong = await runCli([...args, '--map', 'Rayure'], { environment });
  expect(wrong).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/theirs=ours/) });
});
