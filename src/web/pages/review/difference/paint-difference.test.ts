import { describe, expect, it } from 'vitest';
import { fullScale, paintDifference } from './paint-difference.ts';

const grey = (...levels: number[]): Uint8ClampedArray =>
  Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255]));
const pixel = (data: Uint8ClampedArray, n: number): number[] => [...data.subarray(n * 4, n * 4 + 4)];

describe('the difference of two pictures', () => {
  it('is nothing where they are equal, and lighter the further they are apart', () => {
    const candidate = grey(100, 101, 120, 100 + fullScale, 255);
    paintDifference(grey(100, 100, 100, 100, 0), candidate);
    expect(pixel(candidate, 0)).toEqual([0, 0, 0, 0]);
    expect(pixel(candidate, 1)).toEqual([40, 11, 84, 255]);
    expect(pixel(candidate, 3)).toEqual([252, 255, 164, 255]);
    expect(pixel(candidate, 4)).toEqual([252, 255, 164, 255]);
    const brightness = [1, 2, 3].map((n) => pixel(candidate, n).reduce((sum, value) => sum + value, 0));
    expect(brightness).toEqual(brightness.toSorted((a, b) => a - b));
  });

  it('is that of the channel that differs most, darker or lighter', () => {
    const one = Uint8ClampedArray.from([10, 200, 30, 255]);
    paintDifference(Uint8ClampedArray.from([12, 200, 94, 255]), one);
    expect(pixel(one, 0)).toEqual([252, 255, 164, 255]);
  });
});
