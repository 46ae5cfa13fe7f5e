import { connect } from 'node:net';
import { once } from 'node:events';
import { crc32 } from 'node:zlib';
import { sql } from 'kysely';
import sharp, { type OutputInfo } from 'sharp';
import { expect, test } from 'vitest';
import { createBlueprint, getBoard } from '#contract/blueprint.ts';
import { addDefects } from '#contract/defect.ts';
import { addGoldens, type GoldenView } from '#contract/golden.ts';
import { call, fileForm } from '../support/api.ts';
import { samplePhoto } from '../support/blueprint.ts';
import { drawPart, partJpeg, plain } from '../support/pictures.ts';
import { storedObjects } from '../support/stored-objects.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context, dataDir } = await startTestServer();

async function emptyBlueprint(): Promise<{ blueprintId: string }> {
  const { id } = await call(address, createBlueprint, { body: { name: 'Bracket' } });
  return { blueprintId: id };
}

async function countRows(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select
    (select count(*) from golden_image)::int + (select count(*) from cell)::int as count`.execute(context.db);
  return rows[0]!.count;
}

/** The start of a PNG that says how large it is, and nothing that would prove it wrong. */
function pngHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return plain(Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', Buffer.alloc(64))]));
}

const photo = await samplePhoto('tile-a.jpg');
const animation = await sharp(
  await Promise.all([60, 90].map((shade) => drawPart(32, 32, shade).png().toBuffer())),
  { join: { animated: true } },
)
  .webp({ delay: [100, 100] })
  .toBuffer();

const bad: [string, Uint8Array<ArrayBuffer>, RegExp][] = [
  ['no image', plain(Buffer.from('Dear colleague, the photo is attached.')), /not an image/],
  ['empty', new Uint8Array(0), /is empty/],
  ['truncated JPEG', photo.slice(0, photo.length / 2), /cut off or damaged/],
  ['truncated PNG', plain((await sharp(photo).png().toBuffer()).subarray(0, 9000)), /cut off or damaged/],
  ['picture bomb', pngHeader(20_000, 20_000), /20000 x 20000 px \(400 MP\), more than the limit of 64 MP/],
  ['over 25 MB', plain(Buffer.concat([photo, Buffer.alloc(25 * 1024 * 1024)])), /limit of 25 MB/],
  ['SVG', plain(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')), /SVG drawing/],
  ['GIF', plain(await drawPart(32, 32).gif().toBuffer()), /is a GIF/],
  ['animation', plain(animation), /animation/],
  ['TIFF', plain(await drawPart(32, 32).tiff().toBuffer()), /TIFF file, which is not supported/],
  ['1 x 1', plain(await drawPart(1, 1).png().toBuffer()), /only 1 x 1 px/],
];

test.each(bad)('refused in a sentence, and nothing stays of it: %s', async (kind, bytes, sentence) => {
  const params = await emptyBlueprint();
  const before = { rows: await countRows(), ...(await storedObjects(dataDir)) };
  const name = `${kind}.jpg`;
  const answer = await call(address, addGoldens, { params, body: fileForm('file', name, bytes) });
  expect(answer.accepted).toEqual([]);
  expect(answer.refused).toEqual([{ fileName: name, message: expect.stringMatching(sentence) }]);
  expect(answer.refused[0]!.message).toMatch(new RegExp(`^"${name}" is .*: .*\\.$`));
  expect({ rows: await countRows(), ...(await storedObjects(dataDir)) }).toEqual(before);
});

async function rotated(): Promise<Uint8Array<ArrayBuffer>> {
  // As a phone held upright writes it: the pixels lie on their side.
  const image = drawPart(120, 80).composite([
    { input: { create: { width: 10, height: 10, channels: 3, background: 'red' } }, left: 0, top: 0 },
  ]);
  return plain(
    await sharp(await image.png().toBuffer())
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer(),
  );
}

test('a photo that was held upright is upright, in every pixel and figure', async () => {
  const params = await emptyBlueprint();
  const form = fileForm('file', 'upright.jpg', await rotated());
  const [golden] = (await call(address, addGoldens, { params, body: form })).accepted;
  expect([golden!.width, golden!.height]).toEqual([80, 120]);
  const { data, info } = await pixels(golden!);
  expect([info.width, info.height]).toEqual([80, 120]);
  const at = (x: number, y: number): number[] => [...data.subarray((y * 80 + x) * 3, (y * 80 + x) * 3 + 3)];
  expect(at(75, 4)[0]! - at(75, 4)[1]!, 'the red corner turned to the right').toBeGreaterThan(150);
  expect(at(4, 4)[0]! - at(4, 4)[1]!).toBeLessThan(30);
  const meta = await sharp(await file(golden!.pictureUrl)).metadata();
  expect(meta.orientation ?? 1).toBe(1);
});

test.each<[string, () => Promise<Buffer>, number]>([
  ['grey', () => drawPart(64, 48).toColourspace('b-w').jpeg().toBuffer(), 1],
  ['16-bit', () => drawPart(64, 48).toColourspace('rgb16').png().toBuffer(), 3],
  ['grey 16-bit', () => drawPart(64, 48).toColourspace('grey16').png().toBuffer(), 1],
  ['CMYK', () => drawPart(64, 48).toColourspace('cmyk').jpeg().toBuffer(), 3],
  ['alpha', () => drawPart(64, 48).ensureAlpha(0.5).png().toBuffer(), 3],
  ['WebP', () => drawPart(64, 48).webp().toBuffer(), 3],
  ['8000 x 6000', () => drawPart(8000, 6000).jpeg().toBuffer(), 3],
])('works: %s', async (kind, make, channels) => {
  const params = await emptyBlueprint();
  const form = fileForm('file', `${kind}.img`, plain(await make()));
  const [golden] = (await call(address, addGoldens, { params, body: form })).accepted;
  const [picture, thumbnail] = await Promise.all([file(golden!.pictureUrl), file(golden!.thumbnailUrl)]);
  const facts = await sharp(picture, { limitInputPixels: false }).metadata();
  expect(facts).toMatchObject({
    format: 'png',
    depth: 'uchar',
    channels,
    width: golden!.width,
    height: golden!.height,
  });
  expect(Math.max((await sharp(thumbnail).metadata()).width, 0)).toBeLessThanOrEqual(320);
});

test('the good files of a batch go through, each under its own name', async () => {
  const params = await emptyBlueprint();
  const form = new FormData();
  const names = [
    'gut – Größe 7.jpg',
    '部品.jpg',
    '../../etc/passwd',
    '<script>alert(1)</script>.jpg',
    '😀.jpg',
  ];
  for (const [i, name] of names.entries()) {
    form.append('file', new Blob([await partJpeg(96, 64, 100 + i)]), name);
    form.append('file', new Blob([bad[i]![1]]), `bad ${i}.jpg`);
  }
  const answer = await call(address, addGoldens, { params, body: form });
  const kept = ['gut – Größe 7.jpg', '部品.jpg', 'passwd', 'script>.jpg', '😀.jpg'];
  expect(answer.accepted.map((golden) => golden.name)).toEqual(kept);
  expect(answer.refused.map((file_) => file_.fileName)).toEqual(names.map((_, i) => `bad ${i}.jpg`));
  expect((await call(address, getBoard, { params })).goldens.map((golden) => golden.name)).toEqual(kept);
});

test('no file, no form, no blueprint: a sentence, and no file in the folder', async () => {
  const params = await emptyBlueprint();
  const before = await storedObjects(dataDir);
  await expect(call(address, addGoldens, { params, body: new FormData() })).rejects.toThrow(/No file came/);
  const form = new FormData();
  form.append('file', 'a word instead of a file');
  await expect(call(address, addGoldens, { params, body: form })).rejects.toThrow(/No file came/);
  const json = { body: {} as FormData, params };
  await expect(call(address, addGoldens, json)).rejects.toThrow(/send them as multipart/);
  const nowhere = { blueprintId: crypto.randomUUID() };
  const photos = fileForm('file', 'a.jpg', photo);
  await expect(call(address, addGoldens, { params: nowhere, body: photos })).rejects.toThrow(
    /no such blueprint/i,
  );
  expect(await storedObjects(dataDir)).toEqual(before);
});

test('a connection that is cut in the middle of a file leaves nothing behind', async () => {
  const params = await emptyBlueprint();
  const before = { rows: await countRows(), ...(await storedObjects(dataDir)) };
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `POST /api/v1/blueprints/${params.blueprintId}/goldens HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
      'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n' +
      '--x\r\nContent-Disposition: form-data; name="file"; filename="cut.jpg"\r\n\r\n',
  );
  socket.write(photo.slice(0, 5000));
  socket.end();
  socket.resume();
  await once(socket, 'close');
  // The server is done with it once it answers what came after it on the same blueprint.
  expect((await call(address, getBoard, { params })).goldens).toEqual([]);
  expect({ rows: await countRows(), ...(await storedObjects(dataDir)) }).toEqual(before);
});

test('twenty uploads while defects are added: every photo meets every defect exactly once', async () => {
  const params = await emptyBlueprint();
  const uploads = Array.from({ length: 20 }, async (_, i) => {
    const form = fileForm('file', `part ${i}.jpg`, await partJpeg(64, 48, 60 + i));
    return call(address, addGoldens, { params, body: form });
  });
  const defects = Array.from({ length: 8 }, (_, i) =>
    call(address, addDefects, { params, body: { defects: [{ name: `defect ${i}`, family: 'stain' }] } }),
  );
  await Promise.all([...uploads, ...defects]);
  const board = await call(address, getBoard, { params });
  expect([board.goldens.length, board.defects.length]).toEqual([20, 8]);
  const pairs = board.goldens.flatMap((golden) => board.defects.map((defect) => `${golden.id} ${defect.id}`));
  expect(board.cells.map((cell) => `${cell.goldenId} ${cell.defectId}`)).toEqual(pairs);
  expect(board.cells.every((cell) => cell.promptText === 'stain')).toBe(true);
});

test('two defects of one name added at once: one is kept', async () => {
  const params = await emptyBlueprint();
  const add = (name: string) =>
    call(address, addDefects, { params, body: { defects: [{ name, family: 'dent' }] } });
  const results = await Promise.allSettled(['Dent', 'dent ', 'DENT', 'ｄｅｎｔ'].map(add));
  expect(results.filter((result) => result.status === 'fulfilled').length).toBe(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ status: 409, code: 'conflict' });
  }
  expect((await call(address, getBoard, { params })).defects.length).toBe(1);
});

async function file(url: string): Promise<Buffer> {
  const answer = await fetch(address + url);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

async function pixels(golden: GoldenView): Promise<{ data: Buffer; info: OutputInfo }> {
  return sharp(await file(golden.pictureUrl))
    .raw()
    .toBuffer({ resolveWithObject: true });
}
