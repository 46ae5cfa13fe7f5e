import { describe, expect, it } from 'vitest';
import { traceRim } from './rim.ts';
import { analyseSurface } from './surface/surface.ts';

/** A bright ring of radius 80 px with a bore of 30 px on a dark ground. */
function ring(): ReturnType<typeof analyseSurface> {
  const [width, height] = [240, 220];
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const r = Math.hypot((i % width) + 0.5 - 120, Math.floor(i / width) + 0.5 - 110);
    data[i] = r < 80 && r > 30 ? 200 : 30;
  }
  return analyseSurface({ width, height, channels: 1, data });
}

describe('traceRim', () => {
  const surface = ring();

  it.each([
    { hole: false, radius: 80, from: { x: 196, y: 110 } },
    { hole: true, radius: 30, from: { x: 154, y: 110 } },
  ])('follows the rim at $radius px, product on the right', ({ hole, radius, from }) => {
    const points = traceRim(surface, from, hole, 60)!;
    expect(points.length).toBeGreaterThan(40);
    for (const { x, y } of points) {
      expect(Math.abs(Math.hypot(x - 120, y - 110) - radius)).toBeLessThan(3);
    }
    const [a, b] = [points[20]!, points[24]!];
    const right = { x: a.x - (b.y - a.y), y: a.y + (b.x - a.x) };
    const inwards = Math.hypot(right.x - 120, right.y - 110) - Math.hypot(a.x - 120, a.y - 110);
    expect(hole ? inwards : -inwards).toBeGreaterThan(1);
  });
});
