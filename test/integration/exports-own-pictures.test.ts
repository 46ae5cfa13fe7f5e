import sharp from 'sharp';
import { expect, test } from 'vitest';
import { getCandidate, uploadCandidate } from '#contract/candidate.ts';
import { getCell } from '#contract/cell.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide } from '../support/candidates.ts';
import { maskPng, partJpeg } from '../support/pictures.ts';
import { readZip } from '../support/read-zip.ts';
import { storedObjects } from '../support/stored-objects.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, dataDir } = await startTestServer();
const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'] });
const params = { cellId: board.cells[0]!.id };
const size = { width: 96, height: 64 };
const box = { x: 10, y: 20, width: 30, height: 7 };

type Parts = { picture?: Uint8Array<ArrayBuffer>; mask?: Uint8Array<ArrayBuffer>; box?: string };

function form({ picture, mask, box: marked }: Parts): FormData {
  const parts = new FormData();
  if (picture !== undefined) parts.append('picture', new Blob([picture]), 'own.jpg');
  if (mask !== undefined) parts.append('mask', new Blob([mask]), 'mask.png');
  if (marked !== undefined) parts.append('box', marked);
  return parts;
}

async function maskOf(url: string): Promise<{ data: Buffer; width: number }> {
  const bytes = Buffer.from(await (await fetch(address + url)).arrayBuffer());
  const { data, info } = await sharp(bytes).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width };
}

test.each([
  ['a mask', async () => ({ mask: await maskPng(size, box) })],
  ['a box', async () => ({ box: JSON.stringify(box) })],
])('with %s: decided on and exported like any other', async (_, mark) => {
  const body = form({ picture: await partJpeg(size.width, size.height), ...(await mark()) });
  const candidate = await call(address, uploadCandidate, { params, body });
  expect(candidate).toMatchObject({
    source: 'uploaded',
    verdict: 'undecided',
    seed: null,
    generator: null,
    promptId: null,
    width: 96,
    height: 64,
    area: 210,
    instances: [{ box, area: 210 }],
  });
  const mask = await maskOf(candidate.maskUrl);
  const marked = [...mask.data.keys()].filter((at) => mask.data[at] === 255);
  expect(marked.length).toBe(210);
  expect([marked[0], marked.at(-1)]).toEqual([20 * 96 + 10, 26 * 96 + 39]);

  await decide(address, board.blueprint.id, [candidate], 'approved');
  const zip = await fetch(`${address}/api/v1/blueprints/${board.blueprint.id}/export.zip?good=false`);
  const files = readZip(new Uint8Array(await zip.arrayBuffer()));
  const manifest = [...files].find(([name]) => name.endsWith('manifest.jsonl'))![1];
  const lines = new TextDecoder().decode(manifest).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
    expect.objectContaining({ origin: 'uploaded', synthetic: false, width: 96, height: 64, instances: 1 }),
  );
});

test.each<[string, () => Promise<Parts>, RegExp]>([
  [
    'mask of the wrong size',
    async () => ({ mask: await maskPng({ width: 64, height: 96 }, box) }),
    /64 x 96 px but the picture is 96 x 64/,
  ],
  ['empty mask', async () => ({ mask: await maskPng(size, null) }), /The mask is empty/],
  ['mask that is no image', async () => ({ mask: new Uint8Array([1, 2, 3]) }), /The mask is not an image/],
  ['damaged mask', async () => ({ mask: (await maskPng(size, box)).slice(0, 70) }), /The mask is damaged/],
  [
    'box that reaches outside',
    async () => ({ box: '{"x":90,"y":0,"width":7,"height":5}' }),
    /does not lie inside the picture, which is 96 x 64/,
  ],
  ['box without a size', async () => ({ box: '{"x":1,"y":1,"width":0,"height":5}' }), /does not lie inside/],
  ['box of half pixels', async () => ({ box: '{"x":1.5,"y":1,"width":3,"height":5}' }), /whole pixels/],
  ['box that is no JSON', async () => ({ box: '1,2,3,4' }), /The box was not understood/],
  ['no marking', async () => ({}), /without a mask or a box/],
])('refused, and nothing stays of it: %s', async (_, make, message) => {
  const before = await storedObjects(dataDir);
  const held = (await call(address, getCell, { params })).candidates.length;
  const body = form({ picture: await partJpeg(size.width, size.height, 77), ...(await make()) });
  const refusal: unknown = await call(address, uploadCandidate, { params, body }).catch(
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ message: expect.stringMatching(message) });
  expect([400, 422]).toContain((refusal as { status: number }).status);
  expect((await call(address, getCell, { params })).candidates.length).toBe(held);
  expect(await storedObjects(dataDir)).toEqual(before);
});

test('no picture, a bad picture, a cell that is not there', async () => {
  const box_ = JSON.stringify(box);
  const picture = await partJpeg(96, 64);
  await expect(call(address, uploadCandidate, { params, body: form({ box: box_ }) })).rejects.toThrow(
    /No picture came/,
  );
  const cut = form({ picture: picture.slice(0, 400), box: box_ });
  await expect(call(address, uploadCandidate, { params, body: cut })).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(/"own.jpg" is (cut off|damaged)/),
  });
  const nowhere = { cellId: crypto.randomUUID() };
  const body = form({ picture, box: box_ });
  await expect(call(address, uploadCandidate, { params: nowhere, body })).rejects.toMatchObject({
    status: 404,
  });
  const nobody = { candidateId: crypto.randomUUID() };
  await expect(call(address, getCandidate, { params: nobody })).rejects.toMatchObject({ status: 404 });
});
