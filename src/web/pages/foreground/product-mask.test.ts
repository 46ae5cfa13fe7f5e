import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskArbitrary } from '#core/annotation/mask-arbitrary.ts';
import { isSameMask, labelsOf, maskOf, productShare } from './product-mask.ts';

test('a mask stretched over its picture is the same when it is asked for at its own size', () => {
  fc.assert(
    fc.property(maskArbitrary, fc.integer({ min: 1, max: 5 }), (mask, times) => {
      const size = { width: mask.width * times, height: mask.height * times };
      const stretched = maskOf(labelsOf(mask, size));
      expect(stretched).toMatchObject(size);
      const share = (data: Uint8Array) => data.filter((value) => value !== 0).length / data.length;
      expect(share(stretched.data)).toBeCloseTo(share(mask.data), 10);
      expect(isSameMask(maskOf(labelsOf(mask, mask)), mask)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('of a large picture it is made small enough for the server', () => {
  const large = labelsOf({ width: 2, height: 1, data: Uint8Array.of(0, 255) }, { width: 4000, height: 3000 });
  const mask = maskOf(large);
  expect([mask.width, mask.height, productShare(mask)]).toEqual([1024, 768, 50]);
});
