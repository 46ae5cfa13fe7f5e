import { describe, expect, it } from 'vitest';
import { sharedReasons } from './shared-reasons.ts';

const reason = (id: string, isRetired = false) => ({ id, label: id, isRetired });
const defects = [
  { id: 'scratch', rejectReasons: [reason('faint'), reason('place'), reason('old', true)] },
  { id: 'dent', rejectReasons: [reason('deep'), reason('old'), reason('place'), reason('faint')] },
];
const shared = (...of: string[]) =>
  sharedReasons(
    defects,
    of.map((defectId) => ({ defectId })),
  ).map(({ id }) => id);

describe('the reasons that are offered', () => {
  it('are those of the picture’s defect, without what was retired', () => {
    expect(shared('scratch')).toEqual(['faint', 'place']);
    expect(shared('dent', 'dent')).toEqual(['deep', 'old', 'place', 'faint']);
  });

  it('are those that a mixed selection has in common, in the first one’s order', () => {
    expect(shared('scratch', 'dent')).toEqual(['faint', 'place']);
    expect(shared('dent', 'scratch')).toEqual(['place', 'faint']);
    expect(shared('scratch', 'gone')).toEqual([]);
    expect(shared()).toEqual([]);
  });
});
