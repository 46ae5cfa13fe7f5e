import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { fitHabits } from '#core/real-sample/fit-habits.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { MeasuredSample } from '#core/real-sample/measured-sample.ts';
import { decodePicture, shrinkPicture } from '#imaging/codec.ts';
import { findFamily } from '#imaging/defects/registry.ts';
import type { Picture } from '#imaging/picture.ts';
import { renderDefect, type Rendered } from '#imaging/render.ts';
import { analyseSurface, type Surface } from '#imaging/surface/surface.ts';
import { measureSample } from './measure-sample.ts';

// What the renderer draws with known settings is measured as if it were a photo of a bad part: without its
// golden image. What comes out must be what went in, and what is drawn by the fit must be like what it was fitted to.

let golden: Picture;
let surface: Surface;
beforeAll(async () => {
  golden = await shrinkPicture(await decodePicture(readFileSync('samples/tile-a.jpg')), 300);
  surface = analyseSurface(golden);
});

type Drawn = Rendered & { seed: number };

function draw(
  family: string,
  seeds: number[],
  asked: object,
  more: { fit?: FittedHabits | null; severityRange?: { min: number; max: number } } = {},
): Drawn[] {
  const { fit = null, severityRange = null } = more;
  const options = { severityRange, barelyVisibleShare: 0 };
  const parameters = promptParametersSchema.parse(asked);
  return seeds.map((seed) => ({
    seed,
    ...renderDefect({ golden, surface, family: findFamily(family)!, parameters, seed, options, fit }),
  }));
}

const seeds = (count: number, from = 1): number[] => Array.from({ length: count }, (_, k) => from + k);
const measureAll = (drawn: readonly Rendered[]): MeasuredSample[] =>
  drawn.map(({ picture, mask }) => measureSample(picture, mask));

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

describe('what was drawn, measured', () => {
  it.each(['scratch', 'crack', 'stain', 'pit', 'dent'])(
    '%s: size within a quarter, contrast within a sixth, one mark for one',
    (family) => {
      const drawn = draw(family, seeds(7), { count: { min: 1, max: 1 } });
      const { extent = 1 } = findFamily(family)!.habits;
      const measured = measureAll(drawn);
      const sizes = drawn.map(
        (r, k) => measured[k]!.marks[0]!.size.px / (r.measured.marks[0]!.size.px * extent),
      );
      const contrasts = drawn.map(
        (r, k) => measured[k]!.marks[0]!.contrast.units / r.measured.marks[0]!.contrast.units,
      );
      expect(Math.abs(Math.log(median(sizes))), `size ${median(sizes)}`).toBeLessThan(Math.log(1.25));
      expect(Math.abs(Math.log(median(contrasts))), `contrast ${median(contrasts)}`).toBeLessThan(
        Math.log(1.17),
      );
      expect(measured.reduce((sum, { marks }) => sum + marks.length, 0)).toBeLessThanOrEqual(8);
    },
  );

  it('lies where it was asked to, with the tone that was asked for', () => {
    const tone = { tone: 'dark', count: { min: 1, max: 1 }, size: { min: 0.05, max: 0.08 } };
    const places = (region: string | null) =>
      measureAll(draw('stain', seeds(6), { ...tone, place: { region } })).map(({ marks }) => marks[0]!);
    const atEdge = places('edge');
    const inside = places('center');
    expect(atEdge.filter(({ place }) => place === 'edge').length).toBeGreaterThanOrEqual(5);
    expect(inside.filter(({ place }) => place === 'anywhere')).toHaveLength(6);
    expect([...atEdge, ...inside].every((mark) => mark.tone === 'dark')).toBe(true);
  });
});

describe('what is drawn by a fit', () => {
  it('is like the ten it was fitted to, far from the family’s habits: tiny faint cracks at the edge', () => {
    const real = draw(
      'crack',
      seeds(10),
      { count: { min: 1, max: 1 }, size: { min: 0.05, max: 0.09 }, place: { region: 'edge' } },
      { severityRange: { min: 2.5, max: 4 } },
    );
    const fit = fitHabits(measureAll(real))!;
    expect(fit).toMatchObject({ samples: 10, tone: { bright: 0 } });

    const usual = draw('crack', seeds(100, 1000), {});
    const fitted = draw('crack', seeds(100, 1000), {}, { fit });
    const marksOf = (drawn: Drawn[]) => drawn.flatMap(({ measured }) => measured.marks);
    const size = (drawn: Drawn[]) => median(marksOf(drawn).map((mark) => mark.size.part));
    const units = (drawn: Drawn[]) => median(marksOf(drawn).map((mark) => mark.contrast.units));
    const atEdge = (drawn: Drawn[]) =>
      marksOf(drawn).filter(({ region }) => region === 'edge').length / marksOf(drawn).length;

    // Without the fit they are about three times as long, twice as strong, and anywhere.
    expect(size(usual) / size(real)).toBeGreaterThan(2.2);
    expect(units(usual) / units(real)).toBeGreaterThan(1.7);
    expect(atEdge(usual)).toBeLessThan(0.4);
    expect(size(fitted) / size(real)).toBeGreaterThan(0.75);
    expect(size(fitted) / size(real)).toBeLessThan(1.33);
    expect(units(fitted) / units(real)).toBeGreaterThan(0.8);
    expect(units(fitted) / units(real)).toBeLessThan(1.25);
    expect(atEdge(fitted)).toBeGreaterThan(0.7);
    expect(marksOf(fitted).every(({ fittedTo }) => fittedTo === 10)).toBe(true);
  });

  it('gives way to what the prompt says', () => {
    const fit = fitHabits(measureAll(draw('stain', seeds(4), { size: { min: 0.04, max: 0.05 } })))!;
    const named = draw('stain', seeds(4), { size: { min: 0.3, max: 0.3 }, severity: 'critical' }, { fit });
    for (const { measured } of named) {
      expect(measured.marks[0]!.size.part).toBeCloseTo(0.3, 2);
      expect(measured.marks[0]!.aimed.severity).toBe('critical');
    }
    expect(draw('stain', [1], {})[0]!.measured.marks[0]!.fittedTo).toBeNull();
  });
});
