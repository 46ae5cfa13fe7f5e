import { describe, expect, it } from 'vitest';
import { rejectReasons } from './decision.ts';

describe('reject reasons', () => {
  it('have a digit key each, and distinct ids and labels', () => {
    expect(rejectReasons).toHaveLength(9);
    expect(new Set(rejectReasons.map(({ id }) => id)).size).toBe(9);
    expect(new Set(rejectReasons.map(({ label }) => label)).size).toBe(9);
    expect(rejectReasons.at(-1)!.id).toBe('other');
  });
});
