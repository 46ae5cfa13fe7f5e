import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './codec.ts';
import type { Picture } from './picture.ts';
import { insertChunk, textChunk } from './png-chunk.ts';
import { encodeBands, encodeChanged, encodeHere, encodeInBands, rowsOfBand } from './png.ts';

/** Wide enough, some of them, for several bands. */
const pictures: fc.Arbitrary<Picture> = fc
  .record({
    width: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 3000, max: 9000 })),
    height: fc.integer({ min: 1, max: 40 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    seed: fc.nat(1e6),
  })
  .map(({ width, height, channels, seed }) => {
    const data = new Uint8Array(width * height * channels).map(
      (_, i) => (Math.imul(i + seed, 2654435761) >>> 27) + (i >> 6),
    );
    return { width, height, channels, data };
  });

describe('PNG in bands', () => {
  it('is read back as it was by the image library', async () => {
    await fc.assert(
      fc.asyncProperty(pictures, async (picture) => {
        const file = await encodeInBands(picture);
        expect(await decodePicture(file)).toEqual(picture);
        expect(Buffer.compare(file, encodeHere(picture))).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('gives the bytes of a whole encoding when only what changed is encoded again', async () => {
    await fc.assert(
      fc.asyncProperty(pictures, fc.nat(), async (golden, spot) => {
        const data = golden.data.slice();
        const at = spot % data.length;
        data[at]! ^= 0x55;
        const stride = golden.width * golden.channels;
        const band = Math.floor(Math.floor(at / stride) / rowsOfBand(golden));
        const paint = (top: number, rows: number, into: Uint8Array): void =>
          into.set(data.subarray(top * stride, (top + rows) * stride));
        const file = encodeChanged(encodeBands(golden), new Set([band]), paint);
        expect(Buffer.compare(file, await encodeInBands({ ...golden, data }))).toBe(0);
        const text = textChunk('Comment', 'drawn');
        const marked = encodeChanged(encodeBands(golden), new Set([band]), paint, text);
        expect(Buffer.compare(marked, insertChunk(file, text))).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('gives the same bytes where a band compresses to just what a block of memory holds', async () => {
    // Its 18,297 bytes of noise (Marsaglia's xorshift, 2003) come to 16 KB and the mark of a flush.
    const data = new Uint8Array(65_535);
    for (let k = 0, h = 1; k < 18_297; k++) {
      h ^= h << 13;
      h ^= h >>> 17;
      h ^= h << 5;
      data[k] = (h >>> 8) & 127;
    }
    const picture: Picture = { width: data.length, height: 1, channels: 1, data };
    expect(Buffer.compare(await encodeInBands(picture), encodeHere(picture))).toBe(0);
  });
});
