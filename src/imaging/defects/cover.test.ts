import { describe, expect, it } from 'vitest';
import { promptParametersSchema, type PromptParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { createNoise } from '#imaging/craft/noise.ts';
import type { Picture } from '#imaging/picture.ts';
import { renderDefect, type Rendered } from '#imaging/render.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { findFamily } from './registry.ts';

/** A grey surface that fills the frame, as inspection cameras see it. */
function greySurface(): Picture {
  const random = createRandom('grey surface');
  const noise = createNoise(random);
  const [width, height] = [220, 180];
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const value =
      120 + 12 * noise.fractal((i % width) / 9, Math.floor(i / width) / 9, 3) + random.normal(0, 2);
    return Math.max(0, Math.min(255, Math.round(value)));
  });
  return { width, height, channels: 1, data };
}

const golden = greySurface();
const surface = analyseSurface(golden);

function draw(name: string, wanted: object): Rendered[] {
  const parameters: PromptParameters = promptParametersSchema.parse({ count: { min: 1, max: 1 }, ...wanted });
  return [1, 2, 3, 4].map((seed) =>
    renderDefect({ golden, surface, family: findFamily(name)!, parameters, seed }),
  );
}

/** Mean change of the mask's pixels, grey levels. */
function meanChange({ picture, mask, area }: Rendered): number {
  let sum = 0;
  for (let i = 0; i < mask.data.length; i++) if (mask.data[i]) sum += picture.data[i]! - golden.data[i]!;
  return sum / area;
}

describe.each(['contamination', 'texture', 'missing-material', 'chip'])('%s', (name) => {
  it('is lighter or darker than the surface, as asked', () => {
    for (const drawn of draw(name, { tone: 'bright', severity: 'major' })) {
      expect(meanChange(drawn)).toBeGreaterThan(3);
    }
    for (const drawn of draw(name, { tone: 'dark', severity: 'major' })) {
      expect(meanChange(drawn)).toBeLessThan(-3);
    }
  });

  it('grows with the size asked', () => {
    const area = (size: number): number =>
      draw(name, { size: { min: size, max: size }, shape: 'round', severity: 'major' }).reduce(
        (sum, drawn) => sum + drawn.area,
        0,
      );
    expect(area(0.3)).toBeGreaterThan(3 * area(0.1));
  });
});
