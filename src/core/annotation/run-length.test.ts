import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions } from './find-regions.ts';
import { maskArbitrary } from './mask-arbitrary.ts';
import { packRegion, unpackRegion } from './packed-region.ts';
import { regionsToMask } from './region.ts';
import { compressCounts, decodeRunLength, encodeRunLength, expandCounts } from './run-length.ts';

/** Straight from the definition: walk down every column, count, switch. */
function naiveCounts(data: Uint8Array, width: number, height: number): number[] {
  const counts = [0];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const isSet = data[y * width + x] !== 0;
      if (isSet !== (counts.length % 2 === 0)) counts.push(0);
      counts[counts.length - 1]!++;
    }
  }
  return counts;
}

describe('encodeRunLength', () => {
  it('writes what a walk down the columns counts, and reads it back', () => {
    fc.assert(
      fc.property(maskArbitrary, fc.nat(3), (mask, bridgeGap) => {
        for (const region of findRegions(mask, { bridgeGap })) {
          const whole = regionsToMask([region], mask.width, mask.height);
          const runs = encodeRunLength(region, mask.width, mask.height);
          expect(runs.size).toEqual([mask.height, mask.width]);
          expect(runs.counts).toEqual(naiveCounts(whole.data, mask.width, mask.height));
          expect(decodeRunLength(runs)).toEqual(whole);
        }
      }),
    );
  });

  it('starts with 0 when the first pixel is set', () => {
    const region = { box: { x: 0, y: 0, width: 1, height: 2 }, area: 2, data: Uint8Array.of(255, 255) };
    expect(encodeRunLength(region, 2, 2).counts).toEqual([0, 2, 2]);
  });
});

describe('decodeRunLength', () => {
  it('refuses counts that do not fill the mask', () => {
    expect(() => decodeRunLength({ size: [2, 2], counts: [1, 2] })).toThrow(
      'The runs hold 3 pixels, the mask 4',
    );
    expect(() => decodeRunLength({ size: [2, 2], counts: [1, 4] })).toThrow('leaves the 2 x 2 mask');
    expect(() => decodeRunLength({ size: [2, 2], counts: [5, -3, 2] })).toThrow('leaves the 2 x 2 mask');
  });
});

describe('compressCounts', () => {
  // Strings made by pycocotools 2.0.
  it.each([
    [[21, 1, 9, 3, 8, 4, 6, 6, 4, 6, 5, 3, 7, 1, 36], 'e0192O1N2N01M2Nm0'],
    [[0, 120], '0h3'],
    [[33, 5, 5, 5, 5, 2, 1, 2, 5, 2, 1, 2, 5, 5, 5, 5, 32], 'Q15500ML040L04300k0'],
    [[11, 1, 1, 1, 6, 1, 7, 1, 25], ';1105010b0'],
  ])('writes %j as pycocotools does', (counts, text) => {
    expect(compressCounts(counts)).toBe(text);
    expect(expandCounts(text)).toEqual(counts);
  });

  it('carries any counts there and back', () => {
    const counts = fc.array(fc.nat(64_000_000), { maxLength: 40 });
    fc.assert(
      fc.property(counts, (list) => {
        expect(expandCounts(compressCounts(list))).toEqual(list);
      }),
    );
  });

  it('takes more counts than a call takes arguments', () => {
    const counts = Array.from({ length: 300_000 }, (_, i) => 1 + (i % 7));
    expect(expandCounts(compressCounts(counts)).join()).toBe(counts.join());
  });

  it.each(['p', ' ', 'a', 'ooooooooo'])('refuses %j', (text) => {
    expect(() => expandCounts(text)).toThrow('Not a run-length string');
  });
});

describe('packRegion', () => {
  it('loses nothing', () => {
    fc.assert(
      fc.property(maskArbitrary, (mask) => {
        for (const region of findRegions(mask)) expect(unpackRegion(packRegion(region))).toEqual(region);
      }),
    );
  });
});
