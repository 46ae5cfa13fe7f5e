import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { syntheticSourceTypes } from '#core/dataset/source-type.ts';
import { decodePicture, decodeUpload, encodePng } from './codec.ts';
import { hasCredentials } from './has-credentials.ts';
import { markSource } from './mark-source.ts';

/** Names and data of a PNG's chunks, read as the specification says, by nothing of ours. */
function chunksOf(file: Uint8Array): { name: string; data: Buffer }[] {
  const bytes = Buffer.from(file);
  const chunks: { name: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    chunks.push({ name: bytes.toString('latin1', at + 4, at + 8), data });
  }
  return chunks;
}

const plain = (side: number, channels: 1 | 3) =>
  encodePng({
    width: side,
    height: side,
    channels,
    data: new Uint8Array(side * side * channels).map((_, i) => i * 7),
  });

test('a marked file says how it came about, and is the same file otherwise', async () => {
  const pictures = fc.record({ side: fc.integer({ min: 16, max: 90 }), channels: fc.constantFrom(1, 3) });
  await fc.assert(
    fc.asyncProperty(pictures, fc.constantFrom(...syntheticSourceTypes), async (picture, type) => {
      const before = await plain(picture.side, picture.channels as 1 | 3);
      const marked = markSource(before, type);
      expect(Buffer.compare(markSource(before, type), marked)).toBe(0);
      expect(await decodePicture(marked)).toEqual(await decodePicture(before));
      const [header, text, ...rest] = chunksOf(marked);
      expect([header, ...rest]).toEqual(chunksOf(before));
      expect(text!.name).toBe('iTXt');
      expect(text!.data.toString('latin1', 0, 22)).toBe('XML:com.adobe.xmp\0\0\0\0\0');
      const { xmpAsString } = await sharp(marked).metadata();
      expect(xmpAsString).toContain(`http://cv.iptc.org/newscodes/digitalsourcetype/${type}"`);
    }),
    { numRuns: 30 },
  );
});

test('pixels of a photo are all that goes on: no place, owner or serial number', async () => {
  const photo = await sharp({ create: { width: 32, height: 24, channels: 3, background: '#888' } })
    .withExif({
      IFD0: { Artist: 'OWNER-NAME', Copyright: 'OWNER-NAME' },
      IFD2: { BodySerialNumber: 'SERIAL-4711' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 8/1 13/1', GPSMapDatum: 'PLACE-DATUM' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>OWNER-NAME</a></x:xmpmeta>')
    .jpeg()
    .toBuffer();
  expect(photo.toString('latin1')).toMatch(/OWNER-NAME.*SERIAL-4711.*PLACE-DATUM/s);
  const { picture } = await decodeUpload(photo, 'a.jpg');
  const names = new Set(chunksOf(await encodePng(picture)).map(({ name }) => name));
  expect(names).toEqual(new Set(['IHDR', 'IDAT', 'IEND']));
});

test('content credentials are found where they may be, and damaged files have none', async () => {
  const png = Buffer.from(await plain(20, 3));
  const jumbf = Buffer.from('00000010caBX00000000');
  const chunk = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('caBX'), jumbf.subarray(0, 12)]);
  const withChunk = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
  expect([hasCredentials(png), hasCredentials(withChunk)]).toEqual([false, true]);

  const image = sharp(png);
  const jpeg = await image.jpeg().toBuffer();
  const segment = Buffer.concat([
    Buffer.from([0xff, 0xeb, 0, 14]),
    Buffer.from('JP'),
    Buffer.from('0001xxxxxx'),
  ]);
  expect(hasCredentials(jpeg)).toBe(false);
  expect(hasCredentials(Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]))).toBe(true);

  const webp = await image.webp().toBuffer();
  expect(hasCredentials(webp)).toBe(false);
  expect(hasCredentials(Buffer.concat([webp, Buffer.from('C2PA'), Buffer.from([2, 0, 0, 0, 1, 1])]))).toBe(
    true,
  );
  for (const file of [withChunk, jpeg, webp]) {
    for (const length of [0, 3, 9, 13, 20]) expect(hasCredentials(file.subarray(0, length))).toBe(false);
  }
});
