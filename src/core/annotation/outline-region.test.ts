import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions } from './find-regions.ts';
import type { Box, Mask } from './mask.ts';
import { maskArbitrary } from './mask-arbitrary.ts';
import { outlineRegion } from './outline-region.ts';
import { rasteriseRing } from './rasterise-ring.ts';
import { regionsToMask } from './region.ts';
import { type Ring, traceRings } from './trace-rings.ts';

/** Even-odd rule at pixel centres, edge by edge: knows nothing of lattices and bridges. */
function fillEvenOdd(ring: Ring, width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < ring.length; i += 2) {
    const next = (i + 2) % ring.length;
    const [x0, y0, x1, y1] = [ring[i]!, ring[i + 1]!, ring[next]!, ring[next + 1]!];
    for (let y = 0; y < height; y++) {
      if (y + 0.5 < y0 === y + 0.5 < y1) continue;
      const crossing = x0 + ((y + 0.5 - y0) / (y1 - y0)) * (x1 - x0);
      for (let x = 0; x < width; x++) if (x + 0.5 > crossing) data[y * width + x]! ^= 255;
    }
  }
  return { width, height, data };
}

function boxOf(ring: Ring): Box {
  const xs = ring.filter((_, i) => i % 2 === 0);
  const ys = ring.filter((_, i) => i % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

describe('traceRings', () => {
  it('gives a pixel its four corners', () => {
    expect(traceRings(Uint8Array.of(255), 1, 1)).toEqual([[0, 0, 1, 0, 1, 1, 0, 1]]);
  });

  it('winds holes the other way, and leaves out points on straight stretches', () => {
    const frame = Uint8Array.of(255, 255, 255, 255, 0, 255, 255, 255, 255);
    expect(traceRings(frame, 3, 3)).toEqual([
      [0, 0, 3, 0, 3, 3, 0, 3],
      [1, 2, 2, 2, 2, 1, 1, 1],
    ]);
  });

  it('keeps corner-touching pixels on one ring', () => {
    expect(traceRings(Uint8Array.of(255, 0, 0, 255), 2, 2)).toEqual([
      [0, 0, 1, 0, 1, 1, 2, 1, 2, 2, 1, 2, 1, 1, 0, 1],
    ]);
  });
});

describe('outlineRegion', () => {
  it('is one ring that decodes to the very same mask in two readers, whatever holes and parts there are', () => {
    fc.assert(
      fc.property(maskArbitrary, fc.nat(22), (mask, bridgeGap) => {
        for (const region of findRegions(mask, { bridgeGap })) {
          const { ring, iou } = outlineRegion(region);
          const whole = regionsToMask([region], mask.width, mask.height);
          expect(iou).toBe(1);
          expect(rasteriseRing(ring, mask.width, mask.height)).toEqual(whole);
          expect(fillEvenOdd(ring, mask.width, mask.height)).toEqual(whole);
          expect(boxOf(ring)).toEqual(region.box);
          expect(ring.length).toBeGreaterThanOrEqual(8);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('simplifies only as far as 98 of 100 pixels agree, and never changes the box', () => {
    fc.assert(
      fc.property(maskArbitrary, fc.nat(22), (mask, bridgeGap) => {
        for (const region of findRegions(mask, { bridgeGap })) {
          const exact = outlineRegion(region).ring;
          const { ring, iou } = outlineRegion(region, { simplify: true });
          const decoded = rasteriseRing(ring, mask.width, mask.height).data;
          const whole = regionsToMask([region], mask.width, mask.height).data;
          const both = decoded.filter((value, i) => value !== 0 && whole[i] !== 0).length;
          const either = decoded.filter((value, i) => value !== 0 || whole[i] !== 0).length;
          expect(both / either).toBeCloseTo(iou, 12);
          expect(iou).toBeGreaterThanOrEqual(0.98);
          expect(ring.length).toBeLessThanOrEqual(exact.length);
          expect(boxOf(ring)).toEqual(region.box);
        }
      }),
    );
  });

  it('saves points on a round shape', () => {
    const data = Uint8Array.from({ length: 10_000 }, (_, i) =>
      Math.hypot((i % 100) - 50, i / 100 - 50) < 45 ? 255 : 0,
    );
    const [region] = findRegions({ width: 100, height: 100, data });
    const simple = outlineRegion(region!, { simplify: true });
    expect(simple.ring.length).toBeLessThan(outlineRegion(region!).ring.length / 3);
    expect(simple.iou).toBeLessThan(1);
  });

  it('stays below the most points allowed, even for specks by the hundred', () => {
    const data = Uint8Array.from({ length: 60 * 60 }, (_, i) =>
      (i % 60) % 3 === 0 && Math.floor(i / 60) % 3 === 0 ? 255 : 0,
    );
    const [region] = findRegions({ width: 60, height: 60, data }, { bridgeGap: 2 });
    expect(outlineRegion(region!).ring.length / 2).toBeGreaterThan(1000);
    const capped = outlineRegion(region!, { maxPoints: 1000 });
    expect(capped.ring.length / 2).toBeLessThanOrEqual(1000);
    expect(capped.iou).toBeGreaterThan(0.3);
    expect(boxOf(capped.ring)).toEqual(region!.box);
  });

  it('keeps a long scratch two pixels wide exact below the cap', () => {
    const data = new Uint8Array(900 * 640);
    for (let x = 0; x < 900; x++) {
      const at = (Math.round(x * 0.7) + 1) * 900 + x;
      data[at] = data[at + 900] = 255;
    }
    const [region] = findRegions({ width: 900, height: 640, data });
    expect(outlineRegion(region!).ring.length / 2).toBeGreaterThan(2000);
    const capped = outlineRegion(region!, { maxPoints: 1200 });
    expect(capped.ring.length / 2).toBeLessThanOrEqual(1200);
    expect(capped.iou).toBe(1);
  });

  it('caps a comb of a single ring without emptying it', () => {
    const data = Uint8Array.from({ length: 1200 * 20 }, (_, i) => (i % 2 === 0 || i < 1200 ? 255 : 0));
    const [region] = findRegions({ width: 1200, height: 20, data });
    const capped = outlineRegion(region!, { maxPoints: 1000 });
    expect(capped.ring.length / 2).toBeLessThanOrEqual(1000);
    expect(boxOf(capped.ring)).toEqual(region!.box);
  });
});
