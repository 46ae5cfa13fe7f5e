import { beforeAll, describe, expect, it } from 'vitest';
import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import type { Picture } from '#imaging/picture.ts';
import { renderDefect } from '#imaging/render.ts';
import { analyseSurface, type Surface } from '#imaging/surface/surface.ts';
import { findFamily } from './registry.ts';

const side = 240;
const product = { from: 50, to: 190, luma: 60 };
const background = 190;
const parameters = promptParametersSchema.parse({ place: { region: 'edge' } });

/** A dark square on a light ground, with a little noise. */
let golden: Picture;
let surface: Surface;

beforeAll(() => {
  const random = createRandom('square');
  const data = Uint8Array.from({ length: side * side }, (_, i) => {
    return Math.round((isProduct(i) ? product.luma : background) + random.normal(0, 1.5));
  });
  golden = { width: side, height: side, channels: 1, data };
  surface = analyseSurface(golden);
});

function isProduct(i: number): boolean {
  const within = (at: number): boolean => at >= product.from && at < product.to;
  return within(i % side) && within(Math.floor(i / side));
}

/** In some pictures' masks: pixels of the product that look like the background now, and the other way round. */
function countSwapped(name: string): { gone: number; grown: number } {
  const counts = { gone: 0, grown: 0 };
  const middle = (product.luma + background) / 2;
  for (let seed = 1; seed <= 6; seed++) {
    const { picture, mask } = renderDefect({ golden, surface, family: findFamily(name)!, parameters, seed });
    mask.data.forEach((value, i) => {
      if (!value) return;
      if (isProduct(i) && Math.abs(picture.data[i]! - background) < 20) counts.gone++;
      if (!isProduct(i) && picture.data[i]! < middle + 20) counts.grown++;
    });
  }
  return counts;
}

describe('the silhouette', () => {
  it('is bitten by chips: the background shows where the product was', () => {
    const { gone, grown } = countSwapped('chip');
    expect(gone).toBeGreaterThan(20);
    expect(grown).toBe(0);
  });

  it('is overgrown by burrs: their matter stands before the background', () => {
    expect(countSwapped('burr').grown).toBeGreaterThan(20);
  });

  it('is left alone by marks that lie on the surface', () => {
    for (const name of ['stain', 'pit', 'rust']) expect(countSwapped(name).grown).toBe(0);
  });
});
