import { describe, expect, it } from 'vitest';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { renderDefect } from '#imaging/render.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { findFamily } from './registry.ts';

/** A bare grey surface with a little noise, in colour. */
const random = createRandom('plate');
const golden = {
  width: 200,
  height: 180,
  channels: 3 as const,
  data: Uint8Array.from({ length: 200 * 180 * 3 }, () => Math.round(130 + random.normal(0, 2))),
};
const surface = analyseSurface(golden);

/** Mean change of red, green and blue in the masks of some pictures. */
function meanChange(name: string, wanted: object): { r: number; g: number; b: number } {
  const sums = [0, 0, 0];
  let n = 0;
  for (let seed = 1; seed <= 5; seed++) {
    const parameters = promptParametersSchema.parse(wanted);
    const { picture, mask } = renderDefect({ golden, surface, family: findFamily(name)!, parameters, seed });
    mask.data.forEach((value, i) => {
      if (!value) return;
      n++;
      for (let c = 0; c < 3; c++) sums[c]! += picture.data[i * 3 + c]! - golden.data[i * 3 + c]!;
    });
  }
  return { r: sums[0]! / n, g: sums[1]! / n, b: sums[2]! / n };
}

describe('marks that a prompt gives a tone', () => {
  it.each(['pit', 'abrasion', 'scuff', 'burr', 'discoloration'])('%s', (name) => {
    expect(meanChange(name, { tone: 'bright', severity: 'major' }).g).toBeGreaterThan(3);
    expect(meanChange(name, { tone: 'dark', severity: 'major' }).g).toBeLessThan(-3);
  });
});

describe('marks that a prompt gives a colour', () => {
  it.each(['abrasion', 'scuff', 'rust', 'discoloration'])('%s', (name) => {
    const red = meanChange(name, { colour: 'red', severity: 'major' });
    const blue = meanChange(name, { colour: 'blue', severity: 'major' });
    expect(red.r - red.b).toBeGreaterThan(3);
    expect(blue.b - blue.r).toBeGreaterThan(3);
  });

  it('rust is warm and a pit is dark when nothing is said', () => {
    const rust = meanChange('rust', { severity: 'major' });
    expect(rust.r - rust.b).toBeGreaterThan(8);
    expect(meanChange('pit', { severity: 'major' }).g).toBeLessThan(-5);
  });
});
