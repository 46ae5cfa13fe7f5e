import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '#core/annotation/mask.ts';
import { promptParametersSchema, unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { pixelsOf, type Area } from './area.ts';
import { families, findFamily } from './defects/registry.ts';
import type { Picture } from './picture.ts';
import type { RenderOptions } from './render-options.ts';
import { renderDefect, renderDefects, type Rendered, type WantedDefect } from './render.ts';
import { analyseSurface } from './surface/surface.ts';

/** A brushed strip that fills the frame. */
const strip: Picture = ((): Picture => {
  const random = createRandom('strip');
  const width = 240;
  const height = 180;
  const lines = Float32Array.from({ length: height }, () => random.normal(0, 4));
  const data = new Uint8Array(width * height).map(
    (_, i) => 140 + lines[Math.floor(i / width)]! + random.normal(0, 3),
  );
  return { width, height, channels: 1, data };
})();
const surface = analyseSurface(strip);
/** Families that need no print on the photo. */
const anywhere = families.filter((family) => !family.worksOn);
const frame = { left: 0, top: 0, width: strip.width, height: strip.height };

const draw = (
  family: string,
  seed: number,
  options: RenderOptions,
  asked: object = {},
  marked: Mask | null = null,
): Rendered =>
  renderDefect({
    golden: strip,
    surface: marked ? analyseSurface(strip, marked) : surface,
    family: findFamily(family)!,
    parameters: promptParametersSchema.parse(asked),
    seed,
    options,
  });

function pixelsOutside(rendered: Rendered, area: Area): number {
  const inside = pixelsOf(area, strip, frame);
  let outside = 0;
  for (let i = 0; i < inside.length; i++) {
    if (rendered.picture.data[i] !== strip.data[i] && !inside[i]) outside++;
    if (rendered.mask.data[i] && !inside[i]) outside++;
  }
  return outside;
}

const part = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const boxes = fc
  .record({ x: part(0, 0.6), y: part(0, 0.6), width: part(0.15, 0.4), height: part(0.15, 0.4) })
  .map((box): Area => ({ boxes: [box] }));
const triangles = fc
  .record({ x: part(0.3, 0.7), y: part(0.3, 0.7), turn: part(0, 6) })
  .map(({ x, y, turn }): Area => ({
    polygons: [
      [0, 2.1, 4.2].map((angle) => ({
        x: x + 0.28 * Math.cos(angle + turn),
        y: y + 0.28 * Math.sin(angle + turn),
      })),
    ],
  }));
/** Coarser than the picture: a mask drawn on a preview. */
const discs = fc.record({ x: part(0.3, 0.7), y: part(0.3, 0.7) }).map(({ x, y }): Mask => {
  const data = new Uint8Array(57 * 43).map((_, i) =>
    Math.hypot((i % 57) / 57 - x, Math.floor(i / 57) / 43 - y) < 0.22 ? 255 : 0,
  );
  return { width: 57, height: 43, data };
});

describe('placement', () => {
  it('in a region changes nothing outside, not one pixel', () => {
    fc.assert(
      fc.property(
        fc.oneof(boxes, triangles, discs),
        fc.constantFrom('scratch', 'dent', 'crack', 'stain'),
        fc.nat(1e6),
        (region, family, seed) => {
          const rendered = draw(family, seed, { region });
          expect(pixelsOutside(rendered, region)).toBe(0);
          expect(rendered.area).toBeGreaterThan(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('on a product that a person marked changes nothing outside, and sizes are parts of it', () => {
    const asked = { size: { min: 0.2, max: 0.2 } };
    fc.assert(
      fc.property(
        discs,
        fc.constantFrom('scratch', 'dent', 'crack', 'stain'),
        fc.nat(1e6),
        (marked, family, seed) => {
          const rendered = draw(family, seed, {}, asked, marked);
          expect(pixelsOutside(rendered, marked)).toBe(0);
          expect(rendered.area).toBeGreaterThan(0);
          expect(rendered.measured.wholeFrame).toBe(false);
          // A fifth of the disc, which is 0.44 of 240 x 180 across; of the whole frame it would be 47 px.
          expect(rendered.measured.marks[0]!.size.px).toBeLessThan(20);
        },
      ),
      { numRuns: 20 },
    );
    const nothing = { width: 4, height: 4, data: new Uint8Array(16) };
    expect(() => analyseSurface(strip, nothing)).toThrow(/marked is empty/);
  });

  it('uses the whole region, and the whole product when free', () => {
    const region = { boxes: [{ x: 0.5, y: 0, width: 0.5, height: 1 }] };
    const lefts = (options: RenderOptions): number[] =>
      Array.from({ length: 12 }, (_, seed) => draw('stain', seed, options).instances[0]!.box.x);
    expect(Math.min(...lefts({ region }))).toBeGreaterThanOrEqual(120);
    expect(Math.max(...lefts({ region })) - Math.min(...lefts({ region }))).toBeGreaterThan(40);
    expect(Math.min(...lefts({ region, placement: 'free' }))).toBeLessThan(80);
    const { marks } = draw('crack', 1, { placement: 'free' }).measured;
    expect(marks[0]!.region).toBe('anywhere');
  });

  it('says in a sentence that a region is too small, empty or missing', () => {
    const region = { boxes: [{ x: 0.5, y: 0.5, width: 0.008, height: 0.01 }] };
    expect(() => draw('stain', 1, { region })).toThrow(/region is too small to show a stain/);
    expect(() => draw('stain', 1, { region: { boxes: [] } })).toThrow(/no part of the product/);
    expect(() => draw('stain', 1, { placement: 'region' })).toThrow(/No region is drawn/);
  });
});

describe('severity and size', () => {
  it('come out in the range asked for, whatever it is', () => {
    for (const severityRange of [
      { min: 2, max: 3 },
      { min: 5, max: 6 },
    ]) {
      const marks = Array.from({ length: 24 }, (_, seed) =>
        draw('scratch', seed, { severityRange, barelyVisibleShare: 1 }),
      ).flatMap(({ measured }) => measured.marks);
      const within = marks.filter(
        ({ contrast }) => contrast.units >= severityRange.min && contrast.units <= severityRange.max,
      );
      expect(within.length / marks.length).toBeGreaterThanOrEqual(0.95);
      expect(marks[0]!.aimed).toMatchObject(severityRange);
    }
  });

  it('come out in the range for every family, and as the prompt says where that is in the range', () => {
    const severityRange = { min: 2.5, max: 8 };
    const marks = anywhere.flatMap(({ name }) =>
      [1, 2, 3, 4].flatMap(
        (seed) => draw(name, seed, { severityRange }, { severity: 'major' }).measured.marks,
      ),
    );
    expect(marks.filter(({ reached }) => reached).length / marks.length).toBeGreaterThanOrEqual(0.95);
    for (const { aimed, contrast, reached } of marks) {
      expect(aimed).toMatchObject({ severity: 'major', min: 4, max: 8 });
      expect(reached).toBe(contrast.units >= 4 && contrast.units <= 8);
    }
    const [outside] = draw('scratch', 1, { severityRange }, { severity: 'critical' }).measured.marks;
    expect(outside!.aimed).toMatchObject(severityRange);
  });

  it('are barely visible in the share asked for', () => {
    const share = (barelyVisibleShare: number): number => {
      const aims = Array.from({ length: 20 }, (_, seed) => draw('dent', seed, { barelyVisibleShare }));
      return aims.filter(({ measured }) => measured.marks[0]!.aimed.severity === 'trivial').length / 20;
    };
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
  });

  it('count in millimetres where the scale is known', () => {
    const asked = { sizeMm: { min: 5, max: 5 }, count: { min: 1, max: 1 }, direction: { degrees: 0 } };
    const known = draw('scratch', 3, { mmPerPixel: 0.05 }, asked);
    expect(known.measured.marks[0]!.size).toMatchObject({ px: 100, mm: 5 });
    expect(known.instances[0]!.box.width).toBeGreaterThan(70);
    expect(known.instances[0]!.box.width).toBeLessThan(130);
    expect(draw('scratch', 3, {}, asked).measured.marks[0]!.unmet).toContain('size in millimetres');
    const huge = draw('scratch', 3, { mmPerPixel: 0.001 }, asked);
    expect(huge.measured.marks[0]!.unmet).toContain('size');
  });
});

describe('the best of several', () => {
  it('is kept, and is the variant drawn on its own when only one is', () => {
    const one = draw('stain', 5, {});
    expect(one.measured.choice).toBeNull();
    let better = 0;
    for (let seed = 0; seed < 6; seed++) {
      const { choice } = draw('stain', seed, { variants: 3 }).measured;
      const totals = choice!.scores.map(({ total }) => total);
      expect(totals.length).toBeGreaterThanOrEqual(3);
      expect(totals[choice!.kept]).toBe(Math.max(...totals));
      expect(Math.max(...totals)).toBeGreaterThan(0);
      if (choice!.kept > 0) better++;
    }
    expect(better).toBeGreaterThan(0);
    const again = draw('stain', 5, { variants: 3 });
    expect(draw('stain', 5, { variants: 3 })).toEqual(again);
    if (again.measured.choice!.kept === 0) expect(again.picture).toEqual(one.picture);
  });
});

describe('several defects in one picture', () => {
  it('have masks of their own that do not overlap, by defect', () => {
    const defects = ['scratch', 'stain', 'dent'].map((name) => ({
      family: findFamily(name)!,
      parameters: promptParametersSchema.parse({ count: { min: 2, max: 2 }, size: { min: 0.1, max: 0.2 } }),
    }));
    const { groups, instances, mask, area, measured } = renderDefects({
      golden: strip,
      surface,
      defects,
      seed: 4,
    });
    expect(groups.map((group) => group.length)).toEqual([2, 2, 2]);
    expect(groups.flat()).toEqual(instances);
    expect(measured.marks.map(({ defect }) => defect)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(mask.data.filter((value) => value > 0).length).toBe(area);
    expect(instances.reduce((sum, region) => sum + region.area, 0)).toBe(area);
  });

  it('begin with what the first is on its own', () => {
    const family = findFamily('crack')!;
    const parameters = unspecifiedParameters;
    const alone = renderDefect({ golden: strip, surface, family, parameters, seed: 9 });
    const both = renderDefects({
      golden: strip,
      surface,
      seed: 9,
      defects: [
        { family, parameters },
        { family: findFamily('stain')!, parameters },
      ],
    });
    expect(both.groups[0]).toEqual(alone.instances);
  });

  it('each have their own region, and go without those that find no place', () => {
    const box = (x: number, width: number): Area => ({ boxes: [{ x, y: 0, width, height: 1 }] });
    const wanted = (name: string, region: Area): WantedDefect => ({
      family: findFamily(name)!,
      parameters: promptParametersSchema.parse({ size: { min: 0.1, max: 0.2 } }),
      options: { region },
    });
    for (const variants of [1, 2]) {
      const { groups, measured, picture } = renderDefects({
        golden: strip,
        surface,
        seed: 5,
        options: { variants },
        defects: [
          wanted('stain', box(0, 0.5)),
          wanted('crack', { boxes: [] }),
          wanted('dent', box(0.995, 0.005)),
          wanted('scratch', box(0.5, 0.5)),
        ],
      });
      expect(groups.map((group) => group.length > 0)).toEqual([true, false, false, true]);
      expect(Math.max(...groups[0]!.map(({ box: { x, width } }) => x + width))).toBeLessThanOrEqual(120);
      expect(Math.min(...groups[3]!.map(({ box: { x } }) => x))).toBeGreaterThanOrEqual(120);
      expect(measured.leftOut.map(({ defect }) => defect)).toEqual([1, 2]);
      for (const { reason } of measured.leftOut) expect(reason).toMatch(/region .*\.$/);
      expect(picture.data).not.toEqual(strip.data);
    }
  });
});

describe('allowed variation', () => {
  it('changes something, never as much as a defect, and marks nothing', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...anywhere), fc.nat(1e6), fc.boolean(), (family, seed, critical) => {
        const options = { allowedVariation: true, severityRange: { min: 5, max: 9 } };
        let rendered: Rendered;
        try {
          rendered = draw(family.name, seed, options, critical ? { severity: 'critical' } : {});
        } catch (error) {
          refused++;
          expect((error as Error).message).toMatch(/still good: .*\.$/);
          return;
        }
        expect(rendered.picture.data).not.toEqual(strip.data);
        expect([rendered.area, rendered.instances, rendered.groups]).toEqual([0, [], [[]]]);
        expect(rendered.mask.data.includes(255)).toBe(false);
        for (const { contrast, aimed, box } of rendered.measured.marks) {
          expect(contrast.units).toBeLessThan(1.5);
          expect(aimed.severity).toBe('allowed');
          expect(box.width * box.height).toBeGreaterThan(0);
        }
      }),
      { numRuns: 80 },
    );
    expect(refused).toBeLessThan(12);
  });
});
