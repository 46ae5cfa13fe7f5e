import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskArbitrary } from '#core/annotation/mask-arbitrary.ts';
import { rasteriseRing } from '#core/annotation/rasterise-ring.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { AppError } from '#core/app-error.ts';
import { createRandom } from '#core/random.ts';
import type { Picture } from '#imaging/picture.ts';
import { comparePictures } from './compare-pictures.ts';

/** A bright, grained part with bars on a dark ground: edges both ways, calm places, texture. */
function drawPart(width: number, height: number, channels: 1 | 3, seed = 1, noise = 1.5): Picture {
  const random = createRandom(seed);
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    const inside = x > 0.15 * width && x < 0.85 * width && y > 0.2 * height && y < 0.8 * height;
    const bar = inside && Math.floor(x / 17) % 3 === 0 ? 25 : 0;
    const value = (inside ? 130 : 60) + bar + 8 * Math.sin(y / 9) + random.normal(0, noise);
    for (let c = 0; c < channels; c++) data[i * channels + c] = Math.round(value + 6 * c);
  }
  return { width, height, channels, data };
}

/** The picture with `change` added where `where` says. */
function edit(picture: Picture, change: number, where: (x: number, y: number) => boolean): Picture {
  const { width, channels, data } = picture;
  return {
    ...picture,
    data: data.map((value, at) => {
      const i = Math.floor(at / channels);
      return where(i % width, Math.floor(i / width)) ? Math.max(0, Math.min(255, value + change)) : value;
    }),
  };
}

/** Moved by whole pixels, brighter, with other noise: nothing is the same byte for byte. */
function reRendered(picture: Picture, dx: number, dy: number, seed: number): Picture {
  const { width, height, channels, data } = picture;
  const random = createRandom(seed);
  return {
    ...picture,
    data: data.map((_, at) => {
      const i = Math.floor(at / channels);
      const x = Math.max(0, Math.min(width - 1, (i % width) - dx));
      const y = Math.max(0, Math.min(height - 1, Math.floor(i / width) - dy));
      const value = data[(y * width + x) * channels + (at % channels)]!;
      return Math.max(0, Math.min(255, Math.round(1.04 * value + 5 + random.normal(0, 1.5))));
    }),
  };
}

function iou(found: Uint8Array, where: (x: number, y: number) => boolean, width: number): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < found.length; i++) {
    const is = where(i % width, Math.floor(i / width));
    if (is && found[i]) both++;
    if (is || found[i]) either++;
  }
  return both / either;
}

const spot = (x: number, y: number): boolean => Math.hypot(x - 120, y - 80) < 14;
const golden = drawPart(240, 160, 3);

describe('where the rest is the same, byte for byte', () => {
  it('the mask is the changed pixels, whatever their shape', () => {
    fc.assert(
      fc.property(
        maskArbitrary,
        fc.constantFrom(1 as const, 3 as const),
        fc.integer({ min: 2, max: 60 }),
        fc.nat(40),
        (shape, channels, change, shift) => {
          const part = drawPart(96, 80, channels);
          const is = (x: number, y: number): boolean =>
            x >= shift && y >= shift && x < shift + shape.width && y < shift + shape.height
              ? shape.data[(y - shift) * shape.width + x - shift] !== 0
              : false;
          const result = comparePictures(part, edit(part, change, is));
          const expected = part.data
            .filter((_, at) => at % channels === 0)
            .map((_, i) => (is(i % 96, Math.floor(i / 96)) ? 255 : 0));
          expect(Buffer.compare(result.mask.data, expected)).toBe(0);
          expect(result.exact).toBe(true);
          expect(result.verdict).toBe(expected.includes(255) ? 'changed' : 'unchanged');
          // The regions are the mask, and each polygon is its region.
          expect(Buffer.compare(regionsToMask(result.regions, 96, 80).data, expected)).toBe(0);
          for (const region of result.regions) {
            const ring = region.polygon.map(
              (value, i) => value - (i % 2 === 0 ? region.box.x : region.box.y),
            );
            const decoded = rasteriseRing(ring, region.box.width, region.box.height);
            expect(
              Buffer.compare(
                decoded.data.map((v) => (v ? 255 : 0)),
                region.data,
              ),
            ).toBe(0);
            expect(region.confidence).toBeGreaterThan(0);
            expect(region.confidence).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('what cannot be seen is no change', () => {
    const result = comparePictures(golden, edit(golden, 1, spot));
    expect(result).toMatchObject({ verdict: 'unchanged', regions: [], confidence: 0 });
  });

  it('takes grey for colour with three equal channels', () => {
    const grey = drawPart(96, 80, 1);
    const colour: Picture = {
      ...grey,
      channels: 3,
      data: new Uint8Array(grey.data.length * 3).map((_, i) => grey.data[Math.floor(i / 3)]!),
    };
    const is = (x: number, y: number): boolean => x > 30 && x < 40 && y > 30 && y < 50;
    expect(iou(comparePictures(grey, edit(colour, 30, is)).mask.data, is, 96)).toBe(1);
  });
});

describe('where everything changed a little', () => {
  it('finds the shift and the spot, and the same every time', () => {
    const other = reRendered(edit(golden, -40, spot), 2, -1, 5);
    const result = comparePictures(golden, other);
    expect(result.verdict).toBe('changed');
    expect(result.exact).toBe(false);
    expect(iou(result.mask.data, spot, 240)).toBeGreaterThan(0.8);
    expect(result.alignment.dx).toBeCloseTo(2, 0);
    expect(result.alignment.dy).toBeCloseTo(-1, 0);
    expect(Math.abs(result.alignment.degrees)).toBeLessThan(0.1);
    expect(comparePictures(golden, other)).toEqual(result);
  });

  it.each([1, 2, 3, 4, 5, 6])('raises no alarm over a picture without a change (%i)', (seed) => {
    const channels = seed % 2 === 0 ? 1 : 3;
    const part = drawPart(200, 150, channels, seed);
    const result = comparePictures(part, reRendered(part, seed % 3, (seed % 2) * 2, seed));
    expect(result).toMatchObject({ verdict: 'unchanged', regions: [] });
  });

  it('annotates nothing outside of a known region, and says where the change went instead', () => {
    const other = reRendered(edit(golden, -40, spot), 0, 0, 3);
    const around = { boxes: [{ x: 0.35, y: 0.3, width: 0.3, height: 0.4 }] };
    expect(iou(comparePictures(golden, other, { region: around }).mask.data, spot, 240)).toBeGreaterThan(0.8);
    const elsewhere = { boxes: [{ x: 0.7, y: 0.7, width: 0.2, height: 0.2 }] };
    const missed = comparePictures(golden, other, { region: elsewhere });
    expect(missed).toMatchObject({ verdict: 'outside region', regions: [] });
    expect(missed.reason).toMatch(/outside of the region/);
  });
});

describe('what is no annotation', () => {
  const region = { boxes: [{ x: 0.25, y: 0.25, width: 0.5, height: 0.5 }] };
  const isIn = (x: number, y: number): boolean => x >= 60 && x < 180 && y >= 40 && y < 120;

  it('a region that changed as a whole', () => {
    expect(comparePictures(golden, edit(golden, 30, isIn), { region }).verdict).toBe('whole region');
  });

  it('but what stands out in a region that was drawn again is found', () => {
    const again = reRendered(edit(golden, -45, spot), 0, 0, 9);
    const data = golden.data.map((value, at) => {
      const i = Math.floor(at / 3);
      return isIn(i % 240, Math.floor(i / 240)) ? again.data[at]! : value;
    });
    const result = comparePictures(golden, { ...golden, data }, { region });
    expect(result.verdict).toBe('changed');
    expect(iou(result.mask.data, spot, 240)).toBeGreaterThan(0.7);
  });

  it('a picture of something else', () => {
    const random = createRandom(4);
    const data = golden.data.map(() => random.integer(0, 255));
    const result = comparePictures(golden, { ...golden, data });
    expect(result).toMatchObject({ verdict: 'whole region', regions: [] });
  });
});

describe('sizes', () => {
  it('another size of the same proportions is resized, other proportions are refused', () => {
    const double = drawPart(480, 320, 3, 1, 0);
    const other: Picture = {
      width: 240,
      height: 160,
      channels: 3,
      data: new Uint8Array(240 * 160 * 3).map((_, at) => {
        const i = Math.floor(at / 3);
        return double.data[(2 * Math.floor(i / 240) * 480 + 2 * (i % 240)) * 3 + (at % 3)]!;
      }),
    };
    const result = comparePictures(double, edit(other, 60, spot));
    expect(result.mask.width).toBe(480);
    expect(iou(result.mask.data, (x, y) => spot(x / 2 - 0.25, y / 2 - 0.25), 480)).toBeGreaterThan(0.6);
    expect(() => comparePictures(golden, drawPart(240, 200, 3))).toThrow(AppError);
    expect(() => comparePictures(golden, drawPart(240, 200, 3))).toThrow(/same proportions/);
  });

  it('any picture compares with any other of its proportions', () => {
    const pictures = fc.record({
      width: fc.integer({ min: 16, max: 70 }),
      height: fc.integer({ min: 16, max: 70 }),
      kind: fc.constantFrom('flat', 'noise', 'steps'),
      seed: fc.nat(1e6),
    });
    fc.assert(
      fc.property(
        pictures,
        fc.constantFrom(1 as const, 3 as const),
        fc.boolean(),
        (shape, channels, align) => {
          const random = createRandom(shape.seed);
          const make = (): Picture => ({
            width: shape.width,
            height: shape.height,
            channels,
            data: new Uint8Array(shape.width * shape.height * channels).map((_, i) =>
              shape.kind === 'flat'
                ? 255
                : shape.kind === 'noise'
                  ? random.integer(0, 255)
                  : 40 * ((i >> 4) % 6),
            ),
          });
          const { mask, regions, confidence, alignment } = comparePictures(make(), make(), { align });
          expect(Buffer.compare(regionsToMask(regions, mask.width, mask.height).data, mask.data)).toBe(0);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(Object.values(alignment).every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});
