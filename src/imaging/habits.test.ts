import { describe, expect, it } from 'vitest';
import { families } from '#imaging/defects/registry.ts';
import { habitsOn } from '#imaging/habits.ts';

describe('what is usual in a frame full of texture', () => {
  it('has longer lines, no larger areas, and more marks than a product before a background', () => {
    for (const { name, habits } of families) {
      const there = habitsOn({ wholeFrame: true }, habits, null);
      const isLine = habits.slenderness < 0.3;
      expect(there.size.median / habits.size.median, name).toBeCloseTo(isLine ? 1.5 : 1);
      expect(there.another, name).toBeGreaterThan(habits.another);
      expect(habitsOn({ wholeFrame: false }, habits, null), name).toBe(habits);
    }
  });
});
