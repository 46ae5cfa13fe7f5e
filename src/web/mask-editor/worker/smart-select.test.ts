import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRegions } from '#core/annotation/find-regions.ts';
import { maskArbitrary } from '#core/annotation/mask-arbitrary.ts';
import { growRegion } from './grow-region.ts';
import { differenceOf, selectChanged, selectColour, selectEnclosed } from './smart-select.ts';

test('grown from any of its pixels, a region is the one that the finder of regions finds', () => {
  fc.assert(
    fc.property(maskArbitrary, fc.nat(), (mask, nth) => {
      const regions = findRegions(mask);
      fc.pre(regions.length > 0);
      const region = regions[nth % regions.length]!;
      const first = region.data.indexOf(255);
      const seed = region.box.y * mask.width + region.box.x + first;
      expect(growRegion(mask, seed, (index) => mask.data[index] !== 0)).toEqual(region);
    }),
    { numRuns: 60 },
  );
});

const size = { width: 20, height: 10 };
const grey = (value: (x: number, y: number) => number) =>
  Uint8ClampedArray.from({ length: 800 }, (_, k) =>
    k % 4 === 3 ? 255 : value(Math.floor(k / 4) % 20, Math.floor(k / 80)),
  );
const golden = grey(() => 100);
/** A dark core with a faint rim, and another mark far from it. */
const spoilt = grey((x, y) => {
  const away = Math.max(Math.abs(x - 5), Math.abs(y - 5));
  return away === 0 ? 20 : away === 1 ? 70 : x === 15 ? 30 : 100;
});

test('snaps to what changed near the pointer, as far as the tolerance goes', () => {
  const difference = differenceOf(spoilt, golden);
  const at = { x: 8.5, y: 6.5 };
  expect(selectChanged(difference, size, at, 10)).toMatchObject({ box: { x: 5, y: 5 }, area: 1 });
  expect(selectChanged(difference, size, at, 60)).toMatchObject({ box: { x: 4, y: 4 }, area: 9 });
  expect(selectChanged(new Uint8Array(200), size, at, 60)).toBeNull();
});

test('takes what has the colour under the pointer', () => {
  expect(selectColour(spoilt, size, { x: 15.2, y: 3 }, 5)).toMatchObject({
    box: { x: 15, height: 10 },
    area: 10,
  });
  expect(selectColour(spoilt, size, { x: 0, y: 0 }, 5)).toMatchObject({ area: 141 });
});

test('fills what a mark encloses, and nothing that is open', () => {
  const labels = new Uint16Array(200);
  for (let x = 2; x < 8; x++)
    for (let y = 2; y < 8; y++) labels[y * 20 + x] = x > 2 && x < 7 && y > 2 && y < 7 ? 0 : 3;
  expect(selectEnclosed(labels, size, { x: 4, y: 4 })).toMatchObject({ area: 16 });
  expect(selectEnclosed(labels, size, { x: 12, y: 4 })).toBeNull();
  expect(selectEnclosed(labels, size, { x: 2, y: 2 })).toMatchObject({ area: 20 });
});
