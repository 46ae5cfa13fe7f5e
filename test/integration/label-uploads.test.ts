import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { getBoard } from '#contract/blueprint.ts';
import { type CandidateView, listCandidates } from '#contract/candidate.ts';
import {
  checkLabelImport,
  getLabelImport,
  type LabelImportView,
  listLabelImports,
  removeLabelImport,
  startLabelImport,
  uploadLabels,
} from '#contract/label-import.ts';
import { apiPrefix } from '#contract/route.ts';
import { addLabelPiece, insertLabelImport, removeOldLabelImports } from '#db/label-imports.ts';
import { namedObjects } from '#db/objects.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeZip } from '../support/make-zip.ts';
import { greyPng } from '../support/pictures.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();
const { blueprint } = await makeBlueprint(address);
const params = { blueprintId: blueprint.id };

const candidates = async (): Promise<CandidateView[]> =>
  (await call(address, listCandidates, { params })).candidates;

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

test('a ZIP that is uploaded is looked through, and nothing of it is imported before somebody says what is what', async () => {
  const zip = makeZip([
    { name: 'set/images/a.png', content: await greyPng(50) },
    { name: 'set/images/b.png', content: await greyPng(60) },
    { name: 'set/images/c.png', content: 'no picture' },
    { name: 'set/images/d.png', content: await greyPng(70) },
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
  expect(await candidates()).toEqual([]);

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
  expect(await candidates()).toMatchObject([{ source: 'uploaded', verdict: 'approved' }]);
  await call(address, removeLabelImport, at);
  await expect(call(address, getLabelImport, at)).rejects.toThrow(/upload them again/);
  expect((await call(address, listLabelImports, { params })).imports).toEqual([]);
});

test('a picture that is in a ZIP twice, or in the blueprint already, is counted once', async () => {
  const picture = await greyPng(40);
  const zip = makeZip([
    ...['a', 'b'].map((name) => ({ name: `${name}.png`, content: picture })),
    ...['a', 'b'].map((name) => ({ name: `${name}.txt`, content: '0 0.5 0.5 0.5 0.5\n' })),
  ]);
  const other = await makeBlueprint(address, { name: 'Pump cover' });
  const at = { params: { blueprintId: other.blueprint.id } };
  const { id } = await call(address, uploadLabels, { ...at, body: fileForm('archive', 'twice.zip', zip) });
  const importId = { params: { importId: id } };
  expect((await untilDone(id)).report).toMatchObject({
    pictures: 2,
    unchanged: 1,
    groups: [{ pictures: 1 }],
  });
  const classes = [{ label: '0', defectId: other.defects[0]!.id }];
  await call(address, startLabelImport, { ...importId, body: { classes } });
  expect((await untilDone(id)).result).toMatchObject({ imported: 1, unchanged: 1 });
  await call(address, checkLabelImport, { ...importId, body: { format: null } });
  expect((await untilDone(id)).report).toMatchObject({ pictures: 2, unchanged: 2, groups: [] });
  await call(address, removeLabelImport, importId);
});

test('an upload that is announced as too large is refused before it is sent', async () => {
  const boundary = '--x\r\ncontent-disposition: form-data; name="archive"; filename="all.zip"\r\n\r\nPK';
  const sending = request(
    `${address}${apiPrefix}${uploadLabels.path.replace(':blueprintId', blueprint.id)}`,
    {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 3 * 1024 ** 3 },
    },
  );
  sending.on('error', () => {});
  sending.write(boundary);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(413);
  expect(await text(answer)).toMatch(/all\.zip is larger than the limit of 2 GB/);
  sending.destroy();
  expect(await rowsLeft()).toBe(0);
});

test('what is no ZIP of labelled pictures is refused in a sentence, and no row is left of it', async () => {
  const refused = async (name: string, bytes: Uint8Array<ArrayBuffer>, sentence: RegExp): Promise<void> => {
    const body = fileForm('archive', name, bytes);
    await expect(call(address, uploadLabels, { params, body })).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(sentence),
    });
  };
  const good = makeZip([{ name: 'a.png', content: await greyPng(80) }]);
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
    { name: 'a.png', content: await greyPng(90) },
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

test('what arrived of an upload that a crash cut off is kept for a day', async () => {
  const { db } = context;
  const id = crypto.randomUUID();
  const choice = JSON.stringify({ format: null, classes: [], goldenId: null, approve: true });
  await insertLabelImport(db, { id, blueprint_id: blueprint.id, author: 'a', file_name: 'a.zip', choice });
  await addLabelPiece(db, id, 'ab'.repeat(32), 10);
  expect(await namedObjects(db)).toContain('ab'.repeat(32));
  await sql`update label_import set created_at = now() - interval '25 hours' where id = ${id}`.execute(db);
  expect(await namedObjects(db)).not.toContain('ab'.repeat(32));
  await removeOldLabelImports(db, blueprint.id);
  expect(await rowsLeft()).toBe(0);
});
