import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packMask, unpackMask } from './packed-mask.ts';

test('a mask comes back as it was, whatever is in it', () => {
  const masks = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
    .chain(([width, height]) =>
      fc
        .array(fc.boolean(), { minLength: width * height, maxLength: width * height })
        .map((bits) => ({ width, height, data: Uint8Array.from(bits, (bit) => (bit ? 255 : 0)) })),
    );
  fc.assert(
    fc.property(masks, (mask) => {
      expect(unpackMask(packMask(mask))).toEqual(mask);
    }),
  );
});

test.each(['', '0', 'no run lengths!', 'zzzzzzzzzz', '~'])('“%s” is no mask of 3 x 3', (counts) => {
  expect(unpackMask({ width: 3, height: 3, counts })).toBeNull();
});
