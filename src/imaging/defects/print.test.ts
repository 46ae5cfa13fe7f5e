import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptParametersSchema, severities } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { createMotifMemory, type MotifMemory } from '#imaging/motif-memory.ts';
import type { Picture } from '#imaging/picture.ts';
import type { RenderOptions } from '#imaging/render-options.ts';
import { renderDefect, type Rendered } from '#imaging/render.ts';
import { isNoticeable } from '#imaging/settle.ts';
import { analyseSurface, type Surface } from '#imaging/surface/surface.ts';
import { findFamily } from './registry.ts';

const names = ['print-smudge', 'missing-print', 'label-misalignment'];

/** Five by seven dots each. */
const letters: readonly (readonly string[])[] = [
  ['11110', '10001', '10001', '11110', '10100', '10010', '10001'],
  ['11111', '10000', '10000', '11110', '10000', '10000', '11111'],
  ['11110', '10001', '10001', '10001', '10001', '10001', '11110'],
  ['01110', '10001', '10011', '10101', '11001', '10001', '01110'],
  ['01110', '10001', '00001', '00110', '01000', '10000', '11111'],
  ['11111', '00001', '00010', '00100', '00100', '00100', '00100'],
];

const TABLE = 12;

type Look = {
  width: number;
  height: number;
  channels: 1 | 3;
  ground: number;
  ink: number;
  dot: number;
  grain: number;
};

/** Two rows of six letters on a grainy card under a falling light, on a table whose tone is not the ink's. */
function printed(look: Look, seed: number): Picture {
  const { width, height, channels, ground, ink, dot, grain } = look;
  const random = createRandom(seed);
  const data = new Uint8Array(width * height * channels);
  const left = Math.round((width - 6 * 6 * dot) / 2);
  const top = Math.round((height - 17 * dot) / 2);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const u = Math.floor((x - left) / dot);
      const v = Math.floor((y - top) / dot);
      const letter = letters[(Math.floor(u / 6) + (v > 8 ? 2 : 0)) % 6];
      const isInk = u >= 0 && u < 36 && letter?.[v > 8 ? v - 9 : v]?.[u % 6] === '1';
      const isTable = Math.min(x, y, width - 1 - x, height - 1 - y) < TABLE;
      const tone = isTable ? (ground > 115 ? 252 : 8) : isInk ? ink : ground;
      const noise = random.normal(0, grain) + (12 * x) / width;
      for (let c = 0; c < channels; c++) {
        data[i * channels + c] = Math.max(0, Math.min(255, tone + noise + (isInk ? 0 : 6 * c)));
      }
    }
  }
  return { width, height, channels, data };
}

const label: Look = { width: 280, height: 180, channels: 1, ground: 190, ink: 60, dot: 4, grain: 1.5 };

const onLabel = printed(label, 1);
const surfaces = new WeakMap<Picture, Surface>();

function surfaceOf(golden: Picture): Surface {
  const surface = surfaces.get(golden) ?? analyseSurface(golden);
  surfaces.set(golden, surface);
  return surface;
}

function draw(
  golden: Picture,
  family: string,
  asked: object,
  seed: number,
  options?: RenderOptions,
  motifs?: MotifMemory,
): Rendered {
  return renderDefect({
    golden,
    surface: surfaceOf(golden),
    family: findFamily(family)!,
    parameters: promptParametersSchema.parse({ count: { min: 1, max: 1 }, ...asked }),
    seed,
    options,
    motifs,
  });
}

function changedWrongly(golden: Picture, { picture, mask }: Rendered): number {
  let wrong = 0;
  for (let i = 0; i < mask.data.length; i++) {
    const at = i * golden.channels;
    let same = true;
    for (let c = 0; c < golden.channels; c++) same &&= picture.data[at + c] === golden.data[at + c];
    if (mask.data[i] ? !isNoticeable(golden, at, picture.data, at) : !same) wrong++;
  }
  return wrong;
}

const looks = fc
  .record({
    width: fc.integer({ min: 230, max: 300 }),
    height: fc.integer({ min: 150, max: 200 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    ground: fc.integer({ min: 75, max: 195 }),
    step: fc.integer({ min: 45, max: 90 }),
    dot: fc.integer({ min: 3, max: 4 }),
    grain: fc.double({ min: 0, max: 3, noNaN: true }),
  })
  .map(({ ground, step, ...look }): Look => ({
    ...look,
    ground,
    ink: ground > 115 ? ground - step : ground + step,
  }));

describe.each(names)('%s', (name) => {
  it('changes exactly the mask, never nothing, on any print, light or dark', () => {
    const runs = 6;
    let drawn = 0;
    fc.assert(
      fc.property(looks, fc.constantFrom(...severities), fc.nat(1e6), (look, severity, seed) => {
        const golden = printed(look, seed);
        try {
          const rendered = draw(golden, name, { severity }, seed);
          expect(rendered.area).toBeGreaterThan(0);
          expect(changedWrongly(golden, rendered)).toBe(0);
          drawn++;
        } catch (error) {
          // Faint print may be refused, in a sentence.
          expect(String(error)).toMatch(/was found on this photo/);
        }
      }),
      // The same six each time: how many are refused is asked below, and of others it could be half by chance.
      { numRuns: runs, seed: 1 },
    );
    expect(drawn).toBeGreaterThan(runs / 2);
  });

  it('comes out at the aimed severity', () => {
    const golden = onLabel;
    const marks = severities.flatMap((severity) =>
      [1, 2, 3, 4, 5].flatMap((seed) => draw(golden, name, { severity }, seed).measured.marks),
    );
    expect(marks.filter(({ reached }) => reached).length).toBeGreaterThanOrEqual(0.95 * marks.length);
  });

  it('says in a sentence that there is no print, or none in the region', () => {
    const bare = printed({ ...label, ink: label.ground }, 1);
    expect(() => draw(bare, name, {}, 1)).toThrow(/^No .*print was found on this photo: draw a region/);
    const corner = { boxes: [{ x: 0.06, y: 0.08, width: 0.12, height: 0.12 }] };
    expect(() => draw(onLabel, name, {}, 1, { region: corner })).toThrow(
      /^No .*print stands out in the region/,
    );
  });

  it('works in a region on print that is not found by itself, and stays in it', () => {
    // Letters of nine px are too small to be sure of.
    const golden = printed({ ...label, dot: 1, ink: 90 }, 2);
    const box = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };
    expect(() => draw(golden, name, {}, 1)).toThrow(/was found on this photo/);
    const { instances } = draw(golden, name, { severity: 'minor' }, 1, { region: { boxes: [box] } });
    for (const { box: found } of instances) {
      expect(found.x).toBeGreaterThanOrEqual(Math.floor(box.x * golden.width));
      expect(found.x + found.width).toBeLessThanOrEqual(Math.ceil((box.x + box.width) * golden.width));
    }
  });
});

it('gives the same pictures when one family uses what another found', () => {
  const motifs = createMotifMemory(1e8)('a golden image');
  for (const name of names) {
    const { mask, picture } = draw(onLabel, name, {}, 7);
    const again = draw(onLabel, name, {}, 7, undefined, motifs);
    expect(Buffer.compare(again.picture.data, picture.data)).toBe(0);
    expect(Buffer.compare(again.mask.data, mask.data)).toBe(0);
  }
});

describe('missing print', () => {
  it('shows the ground where the ink was', () => {
    const golden = onLabel;
    const { picture, mask } = draw(golden, 'missing-print', { severity: 'critical', shape: 'round' }, 3);
    const lightest = picture.data.filter((_, i) => mask.data[i] && golden.data[i]! < 80);
    expect(lightest.length).toBeGreaterThan(25);
    const mean = lightest.reduce((sum, value) => sum + value, 0) / lightest.length;
    expect(mean).toBeGreaterThan(150);
    expect(Math.max(...lightest)).toBeLessThan(215);
  });

  it.each(['minor', 'critical'] as const)('ends as sharply as the print does (%s)', (severity) => {
    // One bar of ink, so that a void ends in it and not beside it.
    const golden = printed({ ...label, ink: label.ground, grain: 0 }, 1);
    const data = golden.data.slice();
    for (let y = 50; y < 130; y++) data.fill(60, y * 280 + 60, y * 280 + 220);
    const region = { boxes: [{ x: 0.1, y: 0.12, width: 0.8, height: 0.76 }] };
    const bar = { ...golden, data };
    const { picture } = draw(bar, 'missing-print', { severity, shape: 'round' }, 3, { region });
    const change = (x: number, y: number): number => picture.data[y * 280 + x]! - bar.data[y * 280 + x]!;
    const most = picture.data.reduce((top, value, i) => Math.max(top, value - bar.data[i]!), 0);
    const steps: number[] = [];
    for (let y = 54; y < 126; y++) {
      for (let x = 64; x < 210; x++) {
        // Three px on from where anything is missing at all.
        if (change(x, y) <= 0.05 * most && change(x + 1, y) > 0.05 * most)
          steps.push(change(x + 3, y) / most);
      }
    }
    steps.sort((a, b) => a - b);
    expect(steps.length).toBeGreaterThan(5);
    // An airbrush would take the whole radius for it.
    expect(steps[steps.length >> 1]!).toBeGreaterThan(0.45);
  });
});

describe('print smudge', () => {
  it('puts ink where there was none, none darker than the ink', () => {
    const golden = onLabel;
    const { picture, mask } = draw(golden, 'print-smudge', { severity: 'major' }, 2);
    const smeared = picture.data.filter((_, i) => mask.data[i] && golden.data[i]! > 170);
    expect(smeared.length).toBeGreaterThan(100);
    expect(smeared.reduce((sum, value) => sum + value, 0) / smeared.length).toBeLessThan(176);
    expect(Math.min(...smeared)).toBeGreaterThan(45);
  });
});

describe('label misalignment', () => {
  const darkIn = (picture: Picture): { x: number; y: number; n: number } => {
    let [x, y, n] = [0, 0, 0];
    for (let i = 0; i < picture.data.length; i++) {
      const [u, v] = [i % picture.width, Math.floor(i / picture.width)];
      const table = Math.min(u, v, picture.width - 1 - u, picture.height - 1 - v) < TABLE;
      if (table || picture.data[i]! > 125) continue;
      x += u;
      y += v;
      n++;
    }
    return { x: x / n, y: y / n, n };
  };

  it('moves all of the print, and leaves none behind', () => {
    const golden = onLabel;
    const before = darkIn(golden);
    const { picture, measured } = draw(
      golden,
      'label-misalignment',
      { severity: 'major', direction: { degrees: 0 } },
      1,
    );
    const after = darkIn(picture);
    const [mark] = measured.marks;
    const shift = (mark!.contrast.units / 100) * mark!.size.px;
    expect(Math.abs(after.x - before.x)).toBeCloseTo(shift, 0);
    expect(Math.abs(after.y - before.y)).toBeLessThan(0.3);
    expect(Math.abs(after.n - before.n)).toBeLessThan(0.02 * before.n);
  });

  it('turns by the angle that is named', () => {
    const { measured, picture } = draw(onLabel, 'label-misalignment', { direction: { degrees: 5 } }, 1);
    const { units } = measured.marks[0]!.contrast;
    // Half a diagonal of 140 x 64 px, times five degrees, in hundredths of 140 px.
    expect(units).toBeGreaterThan(4);
    expect(units).toBeLessThan(5.5);
    expect(measured.marks[0]!.reached).toBe(true);
    expect(darkIn(picture).n).toBeGreaterThan(1000);
  });

  it('refuses a label of which the photo shows no end', () => {
    const runsTo = (end: number): Picture => {
      const golden = printed({ ...label, ink: label.ground }, 1);
      const data = golden.data.slice();
      for (let y = 60; y < 120; y++) data.fill(60, y * 280 + 150, y * 280 + end);
      return { ...golden, data };
    };
    const region = { boxes: [{ x: 0.4, y: 0.15, width: 0.6, height: 0.7 }] };
    const moved = (golden: Picture): Rendered =>
      draw(golden, 'label-misalignment', { severity: 'minor' }, 1, { region });
    expect(moved(runsTo(240)).area).toBeGreaterThan(100);
    // To where the card ends.
    expect(() => moved(runsTo(280 - TABLE))).toThrow(/^The label goes on around the edge of the product/);
  });

  it('says that a region without a margin leaves it no room', () => {
    const tight = { boxes: [{ x: 0.22, y: 0.29, width: 0.56, height: 0.42 }] };
    expect(() =>
      draw(onLabel, 'label-misalignment', { severity: 'critical', direction: { degrees: 20 } }, 1, {
        region: tight,
      }),
    ).toThrow(/^The region leaves the label no room to move/);
  });
});
