import { describe, expect, it } from 'vitest';
import { chanceOfBright } from './chance-of-bright.ts';

describe('the chance of a bright mark', () => {
  it('goes by the material on a part, and is the same for all mid-tones in a frame full of texture', () => {
    for (const luma of [60, 120, 200]) {
      expect(chanceOfBright({ wholeFrame: false }, { luma }, 0.1, 0.5)).toBe(0.1);
      expect(chanceOfBright({ wholeFrame: true }, { luma }, 0.1, 0.5)).toBe(0.5);
    }
  });

  it('goes by the brightness where one tone has no room', () => {
    expect(chanceOfBright({ wholeFrame: true }, { luma: 20 }, 0.9, 0.5)).toBe(0.9);
    expect(chanceOfBright({ wholeFrame: true }, { luma: 240 }, 0.1, 0.5)).toBe(0.1);
  });
});
