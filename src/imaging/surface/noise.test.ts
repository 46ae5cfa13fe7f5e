import { describe, expect, it } from 'vitest';
import { cameraNoise, noiseAt } from './noise.ts';

const rough = Array.from({ length: 9 }, () => 10);

describe('the noise of a camera', () => {
  it('is not more than its electrons make where texture leaves no calm block to measure it on', () => {
    const noise = cameraNoise(rough, true);
    expect(noiseAt(noise, 255)).toBeCloseTo(5.1);
    expect(noiseAt(noise, 64)).toBeCloseTo(2.55, 1);
  });

  it('is what was measured where that is less, or where the photo has calm parts', () => {
    expect(cameraNoise(rough, false)).toEqual(rough);
    const calm = rough.map(() => 1.5);
    expect(noiseAt(cameraNoise(calm, true), 128)).toBe(1.5);
  });
});
