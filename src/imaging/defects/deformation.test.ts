import { describe, expect, it } from 'vitest';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { createRandom } from '#core/random.ts';
import { slopeAt } from '#imaging/craft/relief.ts';
import type { Canvas } from '#imaging/craft/canvas.ts';
import { prepareGround } from '#imaging/ground.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { deformation } from './deformation.ts';

const photo = { width: 300, height: 240, channels: 1 as const, data: new Uint8Array(300 * 240).fill(128) };
const surface = analyseSurface(photo);
const { light } = surface;
const ground = prepareGround(surface, {});

function draw(seed: number, depth: 'shallow' | 'deep' | null): Canvas {
  const site = {
    x: 150,
    y: 120,
    angle: 0.4,
    size: 120,
    outline: null,
    rim: null,
    diameter: 300,
    hair: 0.5,
    light,
    luma: 128,
    grain: { angle: 0, coherence: 0 },
  };
  const parameters = { ...unspecifiedParameters, depth };
  return deformation.draw({
    frame: photo,
    photo,
    site,
    ground,
    motif: null,
    units: 5,
    parameters,
    random: createRandom(seed),
  });
}

function steepest(canvas: Canvas): number {
  let most = 0;
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const { dx, dy } = slopeAt(canvas.relief!, canvas.width, canvas.height, x, y);
      most = Math.max(most, Math.hypot(dx, dy));
    }
  }
  return most;
}

describe('deformation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('moves the texture by hundredths of its extent, seed %i', (seed) => {
    const canvas = draw(seed, null);
    const moved = steepest(canvas) * canvas.warp;
    expect(moved).toBeGreaterThan(120 * 0.019);
    expect(moved).toBeLessThan(120 * 0.046);
  });

  it('is never steeper than matter bends, however strong, and steeper when deep', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const deep = draw(seed, 'deep');
      const shallow = draw(seed, 'shallow');
      expect(deep.limit * steepest(deep)).toBeCloseTo(0.6, 3);
      expect(steepest(deep)).toBeGreaterThan(steepest(shallow));
    }
  });
});
