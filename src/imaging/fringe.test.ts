import { expect, it } from 'vitest';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { contrastOf } from './contrast.ts';
import { findFamily } from './defects/registry.ts';
import type { Picture } from './picture.ts';
import { drawDefects } from './render.ts';
import { analyseSurface } from './surface/surface.ts';

const random = createRandom('plate');
const golden: Picture = {
  width: 240,
  height: 200,
  channels: 1,
  data: new Uint8Array(240 * 200).map(() => 130 + random.normal(0, 4)),
};

const sharp = ['crack', 'scratch', 'pit', 'missing-material', 'stain'];

it.each(sharp)('a %s is labelled as wide as it is seen', (name) => {
  const family = findFamily(name)!;
  const surface = analyseSurface(golden);
  let faint = 0;
  let pixels = 0;
  for (let seed = 0; seed < 8; seed++) {
    const defects = [{ family, parameters: unspecifiedParameters }];
    for (const { changes } of drawDefects({ golden, surface, defects, seed }).marks) {
      const least = 0.2 * contrastOf(changes);
      faint += changes.filter((change) => change < least).length;
      pixels += changes.length;
    }
  }
  // Some stay: gaps of a few pixels inside a mark are the mark's, and the film of a small stain is mostly edge.
  expect(faint / pixels).toBeLessThan(0.12);
});
