import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitViewport, largestScale, moveBy, nextScale, toPicture, toScreen, zoomTo } from './viewport.ts';

const picture = { width: 4000, height: 3000 };
const screen = { width: 1000, height: 700 };

test('zooming keeps the place under the pointer, up to 800 %, and down to the whole picture', () => {
  const fit = fitViewport(picture, screen);
  const at = { x: 400, y: 300 };
  const place = toPicture(fit, at);
  const near = zoomTo(fit, 4, at, picture, screen);
  expect(toPicture(near, at).x).toBeCloseTo(place.x, 0);
  expect(toPicture(near, at).y).toBeCloseTo(place.y, 0);
  expect(zoomTo(near, 99, at, picture, screen).scale).toBe(largestScale);
  expect(zoomTo(near, 0, at, picture, screen).scale).toBe(fit.scale);
});

test('the keys go through the steps, up and down', () => {
  expect([0.22, 0.25, 0.9, 1, 8].map((scale) => nextScale(scale, 1))).toEqual([0.25, 0.5, 1, 2, 8]);
  expect([0.22, 0.25, 1.2, 8].map((scale) => nextScale(scale, -1))).toEqual([0.1, 0.1, 1, 4]);
});

test('however it is moved, some of the picture stays in sight', () => {
  const way = fc.integer({ min: -1e5, max: 1e5 });
  fc.assert(
    fc.property(way, way, fc.double({ min: 0.1, max: 8, noNaN: true }), (dx, dy, scale) => {
      const zoomed = zoomTo(fitViewport(picture, screen), scale, { x: 500, y: 350 }, picture, screen);
      const box = toScreen(moveBy(zoomed, dx, dy, picture, screen), { x: 0, y: 0, ...picture });
      expect(Math.min(screen.width, box.x + box.width) - Math.max(0, box.x)).toBeGreaterThanOrEqual(200);
      expect(Math.min(screen.height, box.y + box.height) - Math.max(0, box.y)).toBeGreaterThanOrEqual(150);
    }),
    { numRuns: 50 },
  );
});
