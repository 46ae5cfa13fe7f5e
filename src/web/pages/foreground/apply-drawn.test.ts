import { expect, test } from 'vitest';
import { applyDrawn, productShare } from './apply-drawn.ts';
import { paintProduct } from './product-overlay.tsx';

const picture = { width: 400, height: 200 };
const mask = { width: 40, height: 20, data: new Uint8Array(800) };
const count = ({ data }: { data: Uint8Array }): number => data.filter((value) => value !== 0).length;

test('what is drawn on the picture arrives on its smaller mask, and is taken away again', () => {
  const box = { kind: 'box', from: { x: 300, y: 150 }, to: { x: 100, y: 50 } } as const;
  const added = applyDrawn(mask, box, picture, { mode: 'add', radius: 0 });
  expect(count(added)).toBe(20 * 10);
  expect(productShare(added)).toBe(25);
  const corners = [
    { x: 100, y: 50 },
    { x: 300, y: 50 },
    { x: 100, y: 150 },
  ];
  const halved = applyDrawn(added, { kind: 'polygon', corners }, picture, { mode: 'remove', radius: 0 });
  expect(count(halved)).toBeGreaterThan(85);
  expect(count(halved)).toBeLessThan(115);
});

test('a brush is as wide as it is said to be, and never nothing', () => {
  const stroke = { kind: 'stroke', points: [{ x: 205, y: 105 }] } as const;
  const wide = applyDrawn(mask, stroke, picture, { mode: 'add', radius: 50 });
  expect(Math.abs(count(wide) - Math.PI * 25)).toBeLessThan(12);
  expect(count(applyDrawn(mask, stroke, picture, { mode: 'add', radius: 1 }))).toBe(1);
});

test('all is all: one pixel less is not 100 percent', () => {
  const full = { ...mask, data: new Uint8Array(800).fill(255) };
  expect(productShare(full)).toBe(100);
  full.data[3] = 0;
  expect(productShare(full)).toBe(99);
});

test('the overlay darkens the background and leaves the product clear', () => {
  const data = Uint8Array.from([0, 0, 0, 255]);
  const painted = paintProduct({ width: 4, height: 1, data });
  expect([0, 1, 2, 3].map((i) => painted[i * 4 + 3])).toEqual([165, 165, 255, 0]);
});
