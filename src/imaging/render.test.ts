import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionsToMask } from '#core/annotation/region.ts';
import { promptParametersSchema, severities, unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { decodePicture } from './codec.ts';
import { findFamily, families } from './defects/registry.ts';
import type { Picture } from './picture.ts';
import { RENDERER_VERSION, renderDefect, type Rendered } from './render.ts';
import { isNoticeable } from './settle.ts';
import { analyseSurface } from './surface/surface.ts';

const sample = async (name: string): Promise<Picture> => decodePicture(readFileSync(`samples/${name}.jpg`));

/** Every second pixel: a quarter of the work, still a photo. */
function halved({ width, height, channels, data }: Picture): Picture {
  const half = { width: width >> 1, height: height >> 1, channels };
  const out = new Uint8Array(half.width * half.height * channels);
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      for (let c = 0; c < channels; c++) {
        out[(y * half.width + x) * channels + c] = data[(2 * y * width + 2 * x) * channels + c]!;
      }
    }
  }
  return { ...half, data: out };
}

const pictureArbitrary: fc.Arbitrary<Picture> = fc
  .record({
    width: fc.integer({ min: 16, max: 90 }),
    height: fc.integer({ min: 16, max: 90 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    kind: fc.constantFrom('gradient', 'noise', 'flat', 'disc', 'stripes'),
    level: fc.constantFrom(0, 40, 128, 200, 255),
    seed: fc.nat(1e6),
  })
  .map(({ width, height, channels, kind, level, seed }) => {
    const random = createRandom(seed);
    const data = new Uint8Array(width * height * channels);
    for (let i = 0; i < data.length; i++) {
      const x = Math.floor(i / channels) % width;
      const y = Math.floor(i / channels / width);
      const value =
        kind === 'gradient'
          ? (255 * x) / width
          : kind === 'noise'
            ? level + random.normal(0, 20)
            : kind === 'disc'
              ? Math.hypot(x - width / 2, y - height / 2) < Math.min(width, height) / 3
                ? 255 - level
                : level
              : kind === 'stripes'
                ? level + 30 * Math.sin(x / 2)
                : level;
      data[i] = Math.max(0, Math.min(255, Math.round(value)));
    }
    return { width, height, channels, data };
  });

/** Families that need no print on the photo. */
const anywhere = families.filter((family) => !family.worksOn);

/** The contract of every rendered picture. */
function expectExact(golden: Picture, { picture, mask, instances, area }: Rendered): void {
  const { channels } = golden;
  let wrong = 0;
  let count = 0;
  for (let i = 0; i < mask.data.length; i++) {
    const at = i * channels;
    let same = true;
    for (let c = 0; c < channels; c++) same &&= picture.data[at + c] === golden.data[at + c];
    const visible = isNoticeable(golden, at, picture.data, at);
    if (mask.data[i] === 255) count++;
    if (mask.data[i] === 255 ? !visible : !same) wrong++;
  }
  expect(wrong).toBe(0);
  expect(count).toBeGreaterThan(0);
  expect(area).toBe(count);
  expect(Buffer.compare(regionsToMask(instances, mask.width, mask.height).data, mask.data)).toBe(0);
  expect(instances.reduce((sum, region) => sum + region.area, 0)).toBe(count);
}

/** Families that may change the outline itself (`defects/silhouette.test.ts`). */
const standsOut = new Set(['burr', 'chip']);

describe('renderDefect', () => {
  it('changes exactly the mask, never nothing, on any small photo', () => {
    fc.assert(
      fc.property(pictureArbitrary, fc.constantFrom(...anywhere), fc.nat(1e6), (golden, family, seed) => {
        const untouched = new Uint8Array(golden.data);
        const surface = analyseSurface(golden);
        const rendered = renderDefect({ golden, surface, family, parameters: unspecifiedParameters, seed });
        expect(Buffer.compare(golden.data, untouched)).toBe(0);
        expectExact(golden, rendered);
        for (let i = 0; i < rendered.mask.data.length; i++) {
          if (rendered.mask.data[i] !== 255 || surface.wholeFrame || standsOut.has(family.name)) continue;
          const x = i % golden.width;
          const y = Math.floor(i / golden.width);
          const { width, height, scale } = surface.grid;
          const near = [-1, 0, 1].some((dy) =>
            [-1, 0, 1].some((dx) => {
              const u = Math.floor(x * scale) + dx;
              const v = Math.floor(y * scale) + dy;
              return u >= 0 && v >= 0 && u < width && v < height && surface.product[v * width + u] === 1;
            }),
          );
          expect(near).toBe(true);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('keeps marks on the product, apart, at the aimed contrast, on the samples', async () => {
    let marks = 0;
    let reached = 0;
    for (const name of ['flange-a', 'case-b']) {
      const golden = halved(await sample(name));
      const surface = analyseSurface(golden);
      for (const family of name === 'case-b' ? families : anywhere) {
        for (const severity of severities) {
          const parameters = promptParametersSchema.parse({ severity, count: { min: 2, max: 2 } });
          const rendered = renderDefect({ golden, surface, family, parameters, seed: 1 });
          expectExact(golden, rendered);
          for (const mark of rendered.measured.marks) {
            marks++;
            if (mark.contrast.units >= mark.aimed.min && mark.contrast.units <= mark.aimed.max) reached++;
          }
        }
      }
    }
    expect(marks).toBeGreaterThan(100);
    expect(reached / marks).toBeGreaterThanOrEqual(0.95);
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const golden = halved(await sample('case-a'));
    const surface = analyseSurface(golden);
    for (const family of families) {
      const draw = (seed: number): Rendered =>
        renderDefect({ golden, surface, family, parameters: unspecifiedParameters, seed });
      const first = draw(7);
      const again = draw(7);
      expect(Buffer.compare(again.picture.data, first.picture.data)).toBe(0);
      expect(Buffer.compare(again.mask.data, first.mask.data)).toBe(0);
      expect(again.measured).toEqual(first.measured);
      expect(Buffer.compare(draw(8).picture.data, first.picture.data)).not.toBe(0);
    }
  });

  it('draws what it drew when this version was released', async () => {
    const flange = halved(await sample('flange-a'));
    const printed = halved(await sample('case-a'));
    const surfaces = new Map([flange, printed].map((photo) => [photo, analyseSurface(photo)]));
    const drawn = families.map((family) => {
      const golden = family.worksOn ? printed : flange;
      const surface = surfaces.get(golden)!;
      const { picture, mask } = renderDefect({
        golden,
        surface,
        family,
        parameters: unspecifiedParameters,
        seed: 42,
      });
      const hash = createHash('sha256').update(picture.data).update(mask.data).digest('hex').slice(0, 16);
      return `${family.name} ${hash}`;
    });
    // Other hashes mean that stored candidates can no longer be drawn again: raise RENDERER_VERSION with them.
    expect({ version: RENDERER_VERSION, drawn }).toMatchInlineSnapshot(`
      {
        "drawn": [
          "scratch 27821977cbd461a1",
          "dent d9a5548e1d1ff46e",
          "crack 0a553858188ffff0",
          "stain 13ef29dc685ff64f",
          "pit 23a44ec7ba662a77",
          "abrasion b5675da019ddabe6",
          "contamination 833cfe6e6f94b7ae",
          "texture 1b98910249f3810b",
          "missing-material 860851bc240c462d",
          "rust 811e3afcdf8f87a5",
          "chip a1efde3a192fafd1",
          "discoloration 3674e24a8835940c",
          "scuff f9179053b8d38d19",
          "deformation 88e863922bdbbc8d",
          "burr 721c9a9255a7c75c",
          "print-smudge 6f4524e8cf559fd8",
          "missing-print bd3b307ee9c80889",
          "label-misalignment 2fe20dce2aee3691",
        ],
        "version": "5",
      }
    `);
  });
});

describe('prompt parameters', () => {
  const draw = async (family: string, wanted: object, seeds = 6): Promise<Rendered[]> => {
    const golden = halved(await sample('tile-a'));
    const surface = analyseSurface(golden);
    const parameters = promptParametersSchema.parse(wanted);
    return Array.from({ length: seeds }, (_, seed) =>
      renderDefect({ golden, surface, family: findFamily(family)!, parameters, seed }),
    );
  };
  const meanChange = async (rendered: Rendered[]): Promise<number> => {
    const golden = halved(await sample('tile-a'));
    let sum = 0;
    for (const { picture, mask } of rendered) {
      for (let i = 0; i < mask.data.length; i++) {
        if (mask.data[i]) sum += picture.data[i * 3 + 1]! - golden.data[i * 3 + 1]!;
      }
    }
    return sum;
  };

  it('count marks, lengthen and turn them', async () => {
    for (const { instances } of await draw('stain', {
      count: { min: 3, max: 3 },
      size: { min: 0.05, max: 0.06 },
    })) {
      expect(instances).toHaveLength(3);
    }
    const long = await draw('scratch', {
      size: { min: 0.5, max: 0.55 },
      direction: { degrees: 0 },
      count: { min: 1, max: 1 },
      severity: 'critical',
    });
    for (const { instances } of long) {
      const { width, height } = instances[0]!.box;
      expect(width).toBeGreaterThan(110);
      expect(width).toBeGreaterThan(2 * height);
    }
  });

  it('set the tone', async () => {
    expect(await meanChange(await draw('scratch', { tone: 'bright' }))).toBeGreaterThan(0);
    expect(await meanChange(await draw('scratch', { tone: 'dark' }))).toBeLessThan(0);
  });

  it('set the place', async () => {
    const top = {
      place: { vertical: 'top', horizontal: 'left' },
      size: { min: 0.05, max: 0.08 },
      count: { min: 1, max: 1 },
    };
    for (const { instances, picture } of await draw('stain', top)) {
      expect(instances[0]!.box.x).toBeLessThan(picture.width / 2);
      expect(instances[0]!.box.y).toBeLessThan(picture.height / 2);
    }
  });

  it('say what the photo does not have', async () => {
    const golden: Picture = { width: 64, height: 64, channels: 1, data: new Uint8Array(64 * 64).fill(150) };
    const parameters = promptParametersSchema.parse({ place: { region: 'hole' } });
    const surface = analyseSurface(golden);
    const { measured } = renderDefect({ golden, surface, family: findFamily('crack')!, parameters, seed: 1 });
    expect(measured.marks[0]!.unmet).toEqual(['hole']);
  });
});
