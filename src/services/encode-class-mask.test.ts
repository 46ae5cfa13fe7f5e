import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readGreyPng } from '#imaging/codec.ts';
import { encodeClassMask } from './encode-class-mask.ts';

const masks = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((data) => ({ width, height, data })),
  );

describe('encodeClassMask', () => {
  it('is decoded to the same values by another reader, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(masks, async (mask) => {
        const png = encodeClassMask(mask);
        const { data, info } = await sharp(png)
          .toColourspace('b-w')
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect(info).toMatchObject({ width: mask.width, height: mask.height, channels: 1 });
        expect(new Uint8Array(data)).toEqual(mask.data);
        expect(encodeClassMask(mask)).toEqual(png);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps 16 bits', async () => {
    const data = Uint16Array.from([0, 255, 256, 1000, 64_999, 65_535]);
    const png = encodeClassMask({ width: 3, height: 2, data });
    expect(await readGreyPng(png)).toEqual({ width: 3, height: 2, data });
    expect(await sharp(png).metadata()).toMatchObject({ depth: 'ushort', channels: 1 });
  });

  it('is plain 8-bit grey: no palette, no transparency, no interlacing', async () => {
    const facts = await sharp(
      encodeClassMask({ width: 2, height: 1, data: new Uint8Array([0, 3]) }),
    ).metadata();
    expect(facts).toMatchObject({ space: 'b-w', channels: 1, depth: 'uchar', hasAlpha: false });
    expect(facts.isProgressive).toBe(false);
    expect(facts.isPalette ?? false).toBe(false);
  });
});
