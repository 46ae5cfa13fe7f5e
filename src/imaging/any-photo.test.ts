import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PromptParameters, promptParametersSchema, severities } from '#core/prompt/parameters.ts';
import { families } from './defects/registry.ts';
import type { Picture } from './picture.ts';
import { drawDefects, type Drawn } from './render.ts';
import { isNoticeable, type Mark } from './settle.ts';
import { analyseSurface, type Surface } from './surface/surface.ts';

/** Families that need no print on the photo. */
const unprinted = families.filter((family) => !family.worksOn);

/** Their limit is the steepest that matter bends, whatever it is drawn on. */
const bends = ['dent', 'deformation'];

type Kind = 'gradient' | 'noise' | 'brushed' | 'weave' | 'black' | 'white';

/** Made of position hashes: a photo of 12 MP in a tenth of a second, the same one everywhere. */
function photo(kind: Kind, width: number, height: number, channels: 1 | 3, key: number): Picture {
  const hash = (x: number, y: number): number => {
    const h = Math.imul(Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ key, 1274126177);
    return ((h ^ (h >>> 15)) >>> 8) & 255;
  };
  const level = { gradient: 60, noise: 120, brushed: 130, weave: 110, black: 0, white: 255 }[kind];
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    const row = kind === 'brushed' ? (hash(7, y) - 128) / 10 : 0;
    for (let x = 0; x < width; x++) {
      let value = level + row;
      if (kind === 'gradient') value += (130 * x) / width;
      else if (kind === 'weave') value += ((x >> 2) + (y >> 2)) & 1 ? 14 : -14;
      if (kind !== 'black' && kind !== 'white')
        value += (hash(x, y) - 128) / (kind === 'noise' ? 8 : 32) + (20 * y) / height;
      for (let c = 0; c < channels; c++) data[at++] = value;
    }
  }
  return { width, height, channels, data };
}

/** Every mark has pixels, inside the photo, visibly changed, and shares none with another. */
function expectMarks({ width, height, channels, data }: Picture, { marks }: Drawn): void {
  expect(marks.length).toBeGreaterThan(0);
  const owned = new Set<number>();
  let pixels = 0;
  for (const mark of marks) {
    expect(mark.area).toBeGreaterThan(0);
    eachOwned(mark, (i) => {
      const x = (i % mark.width) + mark.left;
      const y = Math.floor(i / mark.width) + mark.top;
      const at = y * width + x;
      const isVisible = isNoticeable(
        { width, height, channels, data },
        at * channels,
        mark.values,
        i * channels,
      );
      if (x >= width || y >= height || !isVisible) throw new Error(`pixel ${x}, ${y} is not as promised`);
      owned.add(at);
      pixels++;
    });
  }
  expect(owned.size).toBe(pixels);
}

function eachOwned({ owned }: Mark, visit: (index: number) => void): void {
  for (let i = 0; i < owned.length; i++) if (owned[i]) visit(i);
}

function draw(
  golden: Picture,
  surface: Surface,
  family: (typeof families)[number],
  seed: number,
  wanted: Partial<PromptParameters> = {},
): Drawn {
  const parameters = promptParametersSchema.parse(wanted);
  return drawDefects({ golden, surface, defects: [{ family, parameters }], seed });
}

describe('any photo', () => {
  it('of 12 MP gets marks, and drawing takes nothing in proportion to it', () => {
    const golden = photo('brushed', 4096, 3072, 1, 1);
    const surface = analyseSurface(golden);
    for (const family of families.filter(({ name }) => name === 'crack' || name === 'pit')) {
      const before = process.memoryUsage().arrayBuffers;
      const drawn = draw(golden, surface, family, 3, { size: { min: 0.02, max: 0.03 } });
      // A plane of the photo's size would be 12 MB at least.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(12e6);
      expectMarks(golden, drawn);
    }
  }, 120_000);

  it('of any kind and shape gets the same marks for the same seed', () => {
    const kinds = fc.constantFrom<Kind>('gradient', 'noise', 'brushed', 'weave', 'black', 'white');
    const sides = fc.oneof(fc.integer({ min: 16, max: 40 }), fc.integer({ min: 16, max: 400 }));
    const runs = fc.tuple(kinds, sides, sides, fc.constantFrom(1 as const, 3 as const), fc.nat(999));
    fc.assert(
      fc.property(runs, fc.constantFrom(...unprinted), ([kind, width, height, channels, seed], family) => {
        const golden = photo(kind, width, height, channels, seed);
        const drawn = draw(golden, analyseSurface(golden), family, seed);
        expectMarks(golden, drawn);
        expect(draw(golden, analyseSurface(golden), family, seed)).toEqual(drawn);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('shows the severity asked for in 95 of 100 draws, and says so where it does not', () => {
    const drawn = new Map<string, { marks: number; reached: number }>();
    for (const [k, kind] of (['brushed', 'weave', 'noise'] as const).entries()) {
      const golden = photo(kind, 360, 300, 1, k);
      const surface = analyseSurface(golden);
      for (const [n, family] of unprinted.entries()) {
        for (const severity of [...severities, null]) {
          // Matter that is bent further has folded over: on strong textures no bend is critical.
          const isSteep = severity === 'critical' && bends.includes(family.name);
          const key = isSteep ? 'steep' : `${severity}`;
          const count = drawn.get(key) ?? { marks: 0, reached: 0 };
          drawn.set(key, count);
          for (const { contrast, aimed, reached } of draw(golden, surface, family, n, { severity }).measured
            .marks) {
            count.marks++;
            if (reached) count.reached++;
            expect(reached).toBe(contrast.units >= aimed.min && contrast.units <= aimed.max);
            if (severity) expect(aimed.severity).toBe(severity);
          }
        }
      }
    }
    for (const severity of [...severities, null]) {
      const { marks, reached } = drawn.get(`${severity}`)!;
      expect(marks).toBeGreaterThanOrEqual(3 * (unprinted.length - bends.length));
      expect([severity, reached / marks >= 0.95]).toEqual([severity, true]);
    }
    expect(drawn.get('steep')!.reached).toBeLessThan(drawn.get('steep')!.marks);
  }, 120_000);
});
