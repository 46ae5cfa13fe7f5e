import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { getBoard } from '#contract/blueprint.ts';
import { type CandidateView, listCandidates } from '#contract/candidate.ts';
import { changeCells } from '#contract/cell.ts';
import { encodePng } from '#imaging/codec.ts';
import { markSource } from '#imaging/mark-source.ts';
import type { PictureHooks } from '#services/import-labels/each-picture.ts';
import { importLabels, type LabelImport, type LabelOrder } from '#services/import-labels/import-labels.ts';
import { openLabelFolder } from '#services/import-labels/open-label-folder.ts';
import { planExport } from '#services/plan-export.ts';
import { call } from '../support/api.ts';
import { makeBlueprint, samplePhoto } from '../support/blueprint.ts';
import { makeZip } from '../support/make-zip.ts';
import { greyPng } from '../support/pictures.ts';
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
  const other = await greyPng(7);
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
  const shades = await Promise.all([110, 120, 130].map(greyPng));
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
