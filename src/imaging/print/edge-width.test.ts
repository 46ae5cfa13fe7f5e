import { describe, expect, it } from 'vitest';
import { edgeWidth } from './edge-width.ts';
import type { Motif } from './motif.ts';

/** A bar of ink from x = 20 on, whose edge is a ramp of so many px. */
function ramp(wide: number): Motif {
  const [width, height] = [60, 20];
  const cover = Float32Array.from({ length: width * height }, (_, i) =>
    Math.max(0, Math.min(1, ((i % width) + 0.5 - 20) / wide)),
  );
  const blank = new Uint8Array(width * height);
  const window = { left: 5, top: 7, width, height };
  const photo = { width, height, channels: 1 as const, data: blank };
  return { window, photo, bare: blank, ink: blank, cover, room: blank, contrast: 1, box: [20, 0, 59, 19] };
}

const everywhere = { left: 0, top: 0, width: 100, height: 100 };

describe('edgeWidth', () => {
  it.each([2, 4, 8])('tells how wide an edge of %i px is', (wide) => {
    expect(edgeWidth(ramp(wide), everywhere)).toBeCloseTo(wide, 1);
  });

  it('takes a hard step for a pixel', () => {
    expect(edgeWidth(ramp(0.01), everywhere)).toBe(1);
  });

  it('says nothing where no ink ends', () => {
    expect(edgeWidth(ramp(2), { left: 45, top: 7, width: 15, height: 20 })).toBeNull();
  });
});
