import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxBetween } from './box.ts';

const size = { width: 100, height: 80 };

it('does not mind in which direction it is drawn', () => {
  const box = { x: 10, y: 20, width: 30, height: 5 };
  expect(boxBetween({ x: 10, y: 20 }, { x: 40, y: 25 }, size)).toEqual(box);
  expect(boxBetween({ x: 40, y: 25 }, { x: 10, y: 20 }, size)).toEqual(box);
});

it('is always a pixel at least, and inside the picture', () => {
  const anywhere = fc.record({
    x: fc.double({ min: -500, max: 500, noNaN: true }),
    y: fc.double({ min: -500, max: 500, noNaN: true }),
  });
  fc.assert(
    fc.property(anywhere, anywhere, (a, b) => {
      const box = boxBetween(a, b, size);
      expect(box.width).toBeGreaterThanOrEqual(1);
      expect(box.height).toBeGreaterThanOrEqual(1);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(size.width);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height);
    }),
  );
});
