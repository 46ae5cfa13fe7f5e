import { deflateSync, crc32 } from 'node:zlib';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { AppError } from '#core/app-error.ts';
import {
  decodeMask,
  decodePicture,
  decodeUpload,
  encodeMask,
  encodePng,
  makeThumbnails,
  MAX_UPLOAD_BYTES,
} from './codec.ts';
import type { Picture } from './picture.ts';

const photo = readFileSync('samples/tile-a.jpg');

async function refusalOf(bytes: Uint8Array, name = 'part.jpg'): Promise<string> {
  const error = await decodeUpload(bytes, name).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe('file_refused');
  const { message } = error as AppError;
  expect(message).toContain(`"${name}"`);
  expect(message).toMatch(/^[^\n]+\.$/);
  return message;
}

/** A PNG that declares a size and holds next to nothing. */
function bomb(width: number, height: number): Uint8Array {
  const chunk = (type: string, body: Uint8Array): Buffer => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const out = Buffer.alloc(named.length + 8);
    out.writeUInt32BE(body.length, 0);
    named.copy(out, 4);
    out.writeUInt32BE(crc32(named), named.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', new Uint8Array()),
  ]);
}

const blank = (width: number, height: number, channels: 3 | 4 = 3): Sharp =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 30, b: 30, alpha: 0.5 } } });

describe('decodeUpload refuses', () => {
  it('what is no image', async () => {
    expect(await refusalOf(Buffer.from('hello'), 'notes.jpg')).toMatch(/not an image/);
    expect(await refusalOf(new Uint8Array(), 'empty.png')).toMatch(/empty/);
    expect(await refusalOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]))).toMatch(/damaged/);
  });

  it('truncated files of each format', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const whole = await sharp(photo).toFormat(format).toBuffer();
      expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * 0.6)))).toMatch(/cut off|damaged/);
    }
  });

  it('more than 64 MP, before decoding, and more than 25 MB', async () => {
    const started = performance.now();
    expect(await refusalOf(bomb(30_000, 30_000), 'bomb.png')).toMatch(/30000 x 30000 px \(900 MP\).*64 MP/);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await refusalOf(bomb(8001, 8001))).toMatch(/64 MP/);
    expect(await refusalOf(new Uint8Array(MAX_UPLOAD_BYTES + 1))).toMatch(/25\.0 MB.*25 MB/);
  });

  it('SVG, GIF, animations and other formats, by content and not by name', async () => {
    const svg = Buffer.from(
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    );
    expect(await refusalOf(svg, 'drawing.png')).toMatch(/SVG/);
    const frames = sharp(
      [await blank(32, 32).png().toBuffer(), await blank(32, 32).negate().png().toBuffer()],
      { join: { animated: true } },
    );
    expect(await refusalOf(await frames.clone().gif().toBuffer())).toMatch(/GIF/);
    expect(await refusalOf(await frames.clone().webp().toBuffer())).toMatch(/animation/);
    expect(await refusalOf(await blank(32, 32).tiff().toBuffer())).toMatch(/TIFF/);
    expect(await refusalOf(await blank(32, 32).avif().toBuffer())).toMatch(/AVIF/);
  });

  it('too small ones', async () => {
    expect(await refusalOf(await blank(1, 1).png().toBuffer())).toMatch(/1 x 1 px.*16 px/);
    expect(await refusalOf(await blank(400, 15).png().toBuffer())).toMatch(/400 x 15/);
  });
});

describe('decodeUpload accepts', () => {
  it('EXIF-rotated photos, upright', async () => {
    const sideways = await sharp(photo).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { picture, facts } = await decodeUpload(sideways, 'phone.jpg');
    expect([picture.width, picture.height, facts.orientation]).toEqual([768, 1024, 6]);
    const upright = await sharp(sideways).rotate(90).raw().toBuffer();
    expect(Buffer.compare(picture.data, upright)).toBe(0);
  });

  it('grey as one channel, 16 bits as 8', async () => {
    const grey = await decodeUpload(
      await sharp(photo).greyscale().toColourspace('b-w').jpeg().toBuffer(),
      'g.jpg',
    );
    expect(grey.picture.channels).toBe(1);
    const ramp = Uint16Array.from({ length: 64 * 64 }, (_, i) => i * 16);
    const deep = await sharp(ramp, { raw: { width: 64, height: 64, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const { picture, facts } = await decodeUpload(deep, 'deep.png');
    expect([picture.channels, facts.bitDepth]).toEqual([1, 16]);
    expect(Math.abs(picture.data[4000]! - (4000 * 16) / 257)).toBeLessThanOrEqual(1.5);
    const colour = await sharp(photo).resize(64).toColourspace('rgb16').png().toBuffer();
    const eight = await decodeUpload(colour, 'c.png');
    expect([eight.picture.channels, eight.facts.bitDepth]).toEqual([3, 16]);
  });

  it('CMYK as sRGB, transparency on white', async () => {
    const cmyk = await decodeUpload(await sharp(photo).toColourspace('cmyk').jpeg().toBuffer(), 'print.jpg');
    expect([cmyk.picture.channels, cmyk.facts.colourSpace]).toEqual([3, 'cmyk']);
    const { picture, facts } = await decodeUpload(await blank(20, 20, 4).png().toBuffer(), 'cut-out.png');
    expect(facts.hadAlpha).toBe(true);
    expect([...picture.data.subarray(0, 3)]).toEqual([227, 142, 142]);
  });

  it('8000 x 6000', async () => {
    const { picture } = await decodeUpload(await blank(8000, 6000).jpeg().toBuffer(), 'large.jpg');
    expect(picture.data.length).toBe(8000 * 6000 * 3);
  });
});

describe('PNG and mask', () => {
  it('go there and back unchanged, grey staying grey', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(1 as const, 3 as const),
        fc.infiniteStream(fc.nat(255)),
        async (width, height, channels, bytes) => {
          const data = Uint8Array.from(bytes.take(width * height * channels));
          const picture: Picture = { width, height, channels, data };
          expect(await decodePicture(await encodePng(picture))).toEqual(picture);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('encode masks as 8-bit grey, and read others by threshold', async () => {
    const mask = {
      width: 20,
      height: 10,
      data: Uint8Array.from({ length: 200 }, (_, i) => (i % 3 ? 255 : 0)),
    };
    const bytes = await encodeMask(mask);
    const facts = await sharp(bytes).metadata();
    expect([facts.space, facts.channels, facts.depth]).toEqual(['b-w', 1, 'uchar']);
    expect(await decodeMask(bytes, mask)).toEqual(mask);
    const soft = { ...mask, channels: 1 as const, data: mask.data.map((value) => (value ? 128 : 127)) };
    expect(await decodeMask(await encodePng(soft), mask)).toEqual(mask);
    await expect(decodeMask(bytes, { width: 10, height: 20 })).rejects.toThrow(/20 x 10 px.*10 x 20 px/);
    await expect(decodeMask(Buffer.from('no'), mask)).rejects.toThrow(/not an image/);
    await expect(decodeMask(bytes.subarray(0, 50), mask)).rejects.toBeInstanceOf(AppError);
  });

  it('make thumbnails of the whole picture in two sizes, never enlarged', async () => {
    const sizesOf = async (picture: Picture) => {
      const { small, large } = await makeThumbnails(picture);
      return Promise.all(
        [small, large].map(async (file) => {
          const { format, width, height } = await sharp(file).metadata();
          return [format, width, height];
        }),
      );
    };
    expect(await sizesOf(await decodePicture(photo))).toEqual([
      ['jpeg', 320, 240],
      ['jpeg', 640, 480],
    ]);
    const tiny: Picture = { width: 20, height: 30, channels: 1, data: new Uint8Array(600) };
    expect(await sizesOf(tiny)).toEqual([
      ['jpeg', 20, 30],
      ['jpeg', 20, 30],
    ]);
  });
});
