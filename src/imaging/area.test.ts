import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskArbitrary } from '#core/annotation/mask-arbitrary.ts';
import { pixelsOf } from './area.ts';

const near = fc.integer({ min: -4, max: 8 });
const side = fc.integer({ min: 1, max: 12 });
const part = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);

test('shapes and the mask of their pixels are the same area, in every window', () => {
  fc.assert(
    fc.property(
      fc.record({ width: side, height: side }),
      fc.array(fc.record({ x: part, y: part }), { minLength: 3, maxLength: 6 }),
      fc.record({ left: near, top: near, width: side, height: side }),
      (frame, corners, window) => {
        const shapes = { polygons: [corners] };
        const data = pixelsOf(shapes, frame, { left: 0, top: 0, ...frame }).map((value) => value * 255);
        expect(pixelsOf({ ...frame, data }, frame, window)).toEqual(pixelsOf(shapes, frame, window));
      },
    ),
    { numRuns: 60 },
  );
});

test('a mask has nothing outside of its picture, however it is stretched', () => {
  fc.assert(
    fc.property(maskArbitrary, fc.integer({ min: 1, max: 3 }), near, near, (mask, times, left, top) => {
      const frame = { width: mask.width * times, height: mask.height * times };
      const window = { left, top, width: frame.width + 6, height: frame.height + 6 };
      const covered = pixelsOf(mask, frame, window);
      for (const [i, value] of covered.entries()) {
        const [x, y] = [left + (i % window.width), top + Math.floor(i / window.width)];
        const isIn = x >= 0 && y >= 0 && x < frame.width && y < frame.height;
        const place = Math.floor(y / times) * mask.width + Math.floor(x / times);
        expect(value).toBe(isIn && mask.data[place] === 255 ? 1 : 0);
      }
    }),
    { numRuns: 40 },
  );
});
