import { describe, expect, it } from 'vitest';
import type { Mask } from '#core/annotation/mask.ts';
import { createRandom } from '#core/random.ts';
import type { Picture } from '#imaging/picture.ts';
import { measureSample } from './measure-sample.ts';

const size = 240;
const radius = 100;

/** A disc of 200 px on a table, grey level 150 with noise, and what is marked on it. */
function photographed(
  isMark: (x: number, y: number) => boolean,
  { change = 0, noise = 2, channels = 1 as 1 | 3 },
): { picture: Picture; mask: Mask } {
  const random = createRandom('photo');
  const data = new Uint8Array(size * size * channels);
  const mask = new Uint8Array(size * size);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const onDisc = Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2) < radius;
      const marked = isMark(x + 0.5 - size / 2, y + 0.5 - size / 2);
      if (marked) mask[i] = 255;
      const value = (onDisc ? 150 : 40) + random.normal(0, noise);
      for (let c = 0; c < channels; c++) {
        // Red changes alone on coloured ones.
        data[i * channels + c] = value + (marked && c === 0 ? change : 0);
      }
    }
  }
  return {
    picture: { width: size, height: size, channels, data },
    mask: { width: size, height: size, data: mask },
  };
}

const blob =
  (cx: number, cy: number, a: number, b = a) =>
  (x: number, y: number) =>
    ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 <= 1;

describe('measuring a photo of a really bad part', () => {
  it('gives the size and shape of a mark', () => {
    const { picture, mask } = photographed(blob(0, 0, 30, 10), { change: -40 });
    const measured = measureSample(picture, mask);
    expect(measured.wholeFrame).toBe(false);
    expect(measured.diameter).toBeCloseTo(200, -1);
    expect(measured.marks).toHaveLength(1);
    const [mark] = measured.marks;
    expect(mark!.size.px).toBeGreaterThan(58);
    expect(mark!.size.px).toBeLessThan(62);
    expect(mark!.size.part).toBeCloseTo(0.3, 1);
    expect(mark!.slenderness).toBeCloseTo(1 / 3, 1);
    expect(Math.min(mark!.degrees, 180 - mark!.degrees)).toBeLessThan(2);
    expect(mark).toMatchObject({ tone: 'dark', place: 'anywhere' });
  });

  it.each([
    { change: -40, noise: 1 },
    { change: 25, noise: 3 },
    // Half of the surface's own deviation in levels: the noise must not pass for contrast.
    { change: -12, noise: 6 },
  ])('gives the contrast $change levels under noise $noise, in the renderer’s units', ({ change, noise }) => {
    const { picture, mask } = photographed(blob(10, -20, 22, 15), { change, noise });
    const { contrast, tone, shift } = measureSample(picture, mask).marks[0]!;
    expect(contrast.levels / Math.abs(change)).toBeGreaterThan(0.85);
    expect(contrast.levels / Math.abs(change)).toBeLessThan(1.15);
    // Twice the noise, but no more than a twentieth of the disc's brightness.
    const unit = Math.min(150 / 20, Math.max(3, 2 * noise));
    expect(contrast.unit / unit).toBeGreaterThan(0.85);
    expect(contrast.unit / unit).toBeLessThan(1.15);
    expect(contrast.units).toBeCloseTo(contrast.levels / contrast.unit, 1);
    expect(tone).toBe(change < 0 ? 'dark' : 'bright');
    expect(shift[0] / change).toBeCloseTo(1, 0);
  });

  it('sees a change of colour', () => {
    const { picture, mask } = photographed(blob(0, 0, 25), { change: 60, noise: 1, channels: 3 });
    const { shift, contrast } = measureSample(picture, mask).marks[0]!;
    expect(shift[0]).toBeGreaterThan(55);
    expect(Math.abs(shift[2])).toBeLessThan(4);
    expect(contrast.levels / (60 * Math.sqrt(0.299))).toBeCloseTo(1, 1);
  });

  it('says no contrast where there is none', () => {
    const { picture, mask } = photographed(blob(0, 0, 25), { change: 0, noise: 6 });
    expect(measureSample(picture, mask).marks[0]!.contrast.levels).toBeLessThan(3.6);
  });

  it('tells the edge from anywhere else, and how likely it is by chance', () => {
    const atEdge = photographed(blob(0, -90, 9), { change: -40 });
    const inside = photographed(blob(0, 0, 9), { change: -40 });
    const biting = photographed(blob(0, -98, 12), { change: -60 });
    expect(measureSample(atEdge.picture, atEdge.mask).marks[0]).toMatchObject({ place: 'edge' });
    expect(measureSample(biting.picture, biting.mask).marks[0]).toMatchObject({ place: 'edge', toEdge: 0 });
    const measured = measureSample(inside.picture, inside.mask);
    expect(measured.marks[0]!.place).toBe('anywhere');
    expect(measured.marks[0]!.toEdge).toBeCloseTo(0.45, 1);
    // A rim of 0.07 diameters on a disc holds 1 - (1 - 0.14)^2 of it.
    expect(measured.chance.edge).toBeCloseTo(0.26, 1);
  });

  it('takes splashes for a part of their mark, and marks of their own for marks', () => {
    const two = photographed((x, y) => blob(-40, 0, 12)(x, y) || blob(45, 10, 14)(x, y), { change: -30 });
    const splashed = photographed((x, y) => blob(0, 0, 20)(x, y) || blob(26, 4, 3)(x, y), { change: -30 });
    const skipping = photographed((x, y) => Math.abs(y) < 2 && Math.abs(x) < 50 && Math.abs(x % 11) >= 1, {
      change: 50,
    });
    expect(measureSample(two.picture, two.mask).marks).toHaveLength(2);
    expect(measureSample(splashed.picture, splashed.mask).marks).toHaveLength(1);
    const [scratch, ...others] = measureSample(skipping.picture, skipping.mask).marks;
    expect(others).toEqual([]);
    expect(scratch!.size.px).toBeGreaterThan(95);
    expect(scratch!.slenderness).toBeLessThan(0.1);
  });

  it('measures what fills most of the frame, and one pixel', () => {
    const large = photographed((x) => x > -80, { change: -30 });
    const tiny = photographed((x, y) => Math.floor(x) === 3 && Math.floor(y) === 5, { change: 80 });
    expect(measureSample(large.picture, large.mask).marks[0]!.size.part).toBeGreaterThan(0.5);
    expect(measureSample(tiny.picture, tiny.mask).marks[0]).toMatchObject({ area: 1, tone: 'bright' });
  });
});
