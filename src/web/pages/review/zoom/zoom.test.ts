import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { panBy, placePicture, readZoom, writeZoom, zoomBy, type Zoom } from './zoom.ts';

const well = { width: 800, height: 600 };
const picture = { width: 2000, height: 1000 };

describe('a picture in its well', () => {
  it('fits, in the middle, where nothing else is asked', () => {
    expect(placePicture(null, picture, well)).toEqual({
      scale: 0.4,
      width: 800,
      height: 400,
      left: 0,
      top: 100,
    });
  });

  it('shows in the middle what it is asked to, up to its edges', () => {
    expect(placePicture({ scale: 1, x: 0.5, y: 0.5 }, picture, well)).toMatchObject({
      left: -600,
      top: -200,
    });
    expect(placePicture({ scale: 1, x: 0, y: 1 }, picture, well)).toMatchObject({ left: 0, top: -400 });
  });

  it('stays under the pointer while it is zoomed, and ends at all of it', () => {
    const at = { x: 300, y: 250 };
    const before = placePicture(null, picture, well);
    const zoom = zoomBy(null, 5, at, picture, well);
    const after = placePicture(zoom, picture, well);
    expect(after.scale).toBe(2);
    expect((at.x - after.left) / after.width).toBeCloseTo((at.x - before.left) / before.width);
    expect((at.y - after.top) / after.height).toBeCloseTo((at.y - before.top) / before.height);
    expect(zoomBy(zoom, 0.1, at, picture, well)).toBeNull();
  });

  it('follows a drag by as much, and comes back at once from its edge', () => {
    const zoom = { scale: 2, x: 0.5, y: 0.5 };
    const moved = panBy(zoom, { x: 40, y: -10 }, picture, well);
    expect(placePicture(moved, picture, well).left - placePicture(zoom, picture, well).left).toBeCloseTo(40);
    const far = panBy(zoom, { x: 1e6, y: 0 }, picture, well);
    expect(placePicture(far, picture, well).left).toBeCloseTo(0);
    expect(placePicture(panBy(far, { x: -30, y: 0 }, picture, well), picture, well).left).toBeCloseTo(-30);
    expect(panBy(null, { x: 5, y: 5 }, picture, well)).toBeNull();
  });

  it('never leaves the well, whatever is done', () => {
    const step = fc.record({
      factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
      x: fc.integer({ min: -900, max: 900 }),
      y: fc.integer({ min: -900, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let zoom: Zoom = null;
        for (const { factor, x, y } of steps) {
          zoom = panBy(
            zoomBy(zoom, factor, { x: Math.abs(x), y: Math.abs(y) }, picture, well),
            { x, y },
            picture,
            well,
          );
          const place = placePicture(zoom, picture, well);
          expect(place.left).toBeLessThanOrEqual(Math.max(0, (well.width - place.width) / 2) + 1e-6);
          expect(place.left + place.width).toBeGreaterThanOrEqual(Math.min(well.width, place.width) - 1e-6);
          expect(readZoom(writeZoom(zoom))?.scale ?? null).toBe(zoom && Number(zoom.scale.toFixed(4)));
        }
      }),
      { numRuns: 50 },
    );
  });
});

it('is read from an address, and nonsense is all of the picture', () => {
  expect(readZoom('2.5,0.5,0.25')).toEqual({ scale: 2.5, x: 0.5, y: 0.25 });
  expect(readZoom(undefined)).toBeNull();
  expect(readZoom('99,0,0')).toBeNull();
});
