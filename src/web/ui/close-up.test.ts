import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeUp } from './close-up.ts';

describe('a close-up', () => {
  it('puts a small mark in the middle, at most three times as large', () => {
    expect(closeUp({ x: 495, y: 370, width: 10, height: 10 }, 1000, 750)).toEqual({
      scale: 3,
      x: 0.5,
      y: 0.5,
    });
  });

  it('shows a large mark over half of the picture, and the whole picture if need be', () => {
    expect(closeUp({ x: 300, y: 300, width: 250, height: 100 }, 1000, 750).scale).toBe(2);
    expect(closeUp({ x: 0, y: 0, width: 1000, height: 750 }, 1000, 750)).toEqual({
      scale: 1,
      x: 0.5,
      y: 0.5,
    });
    expect(closeUp(undefined, 1000, 750)).toEqual({ scale: 1, x: 0.5, y: 0.5 });
  });

  it('never looks beyond the edges', () => {
    const side = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: 0, max: 4000 }),
        (w, h, x, y) => {
          const view = closeUp({ x: x % w, y: y % h, width: 1, height: 1 }, w, h);
          const half = 0.5 / view.scale;
          for (const middle of [view.x, view.y]) {
            expect(middle - half).toBeGreaterThanOrEqual(-1e-9);
            expect(middle + half).toBeLessThanOrEqual(1 + 1e-9);
          }
        },
      ),
    );
  });
});
