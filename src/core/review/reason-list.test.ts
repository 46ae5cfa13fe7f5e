import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeReasons, type ListedReason, reasonLabel, usualReasons } from './reason-list.ts';

const changed = (list: readonly ListedReason[], wanted: { id?: string; label: string }[]) => {
  const change = changeReasons(list, wanted);
  if (!change.ok) throw new Error(change.message);
  return change.list;
};
const offered = (list: readonly ListedReason[]) => list.filter(({ isRetired }) => !isRetired);

describe('a defect’s list of reasons', () => {
  it('is renamed, reordered, extended and shortened; ids stay', () => {
    const list = changed(usualReasons, [
      { id: 'too-faint', label: 'Not visible at 1 m' },
      { label: 'Läuft aus ' },
      { id: 'wrong-place', label: 'Wrong place' },
    ]);
    expect(offered(list)).toEqual([
      { id: 'too-faint', label: 'Not visible at 1 m', isRetired: false },
      { id: 'la-uft-aus', label: 'Läuft aus', isRetired: false },
      { id: 'wrong-place', label: 'Wrong place', isRetired: false },
    ]);
    expect(list.filter(({ isRetired }) => isRetired)).toHaveLength(7);
    expect(reasonLabel(list, 'other')).toBe('Other');
    const back = changed(list, [{ id: 'other', label: 'Something else' }]);
    expect(offered(back)).toEqual([{ id: 'other', label: 'Something else', isRetired: false }]);
    expect(reasonLabel(back, 'too-faint')).toBe('Not visible at 1 m');
  });

  it('never gives an id twice, not even that of a retired one', () => {
    const first = changed(usualReasons, [{ label: 'Too faint' }, { label: '污れ' }]);
    expect(offered(first).map(({ id }) => id)).toEqual(['too-faint-2', 'reason']);
  });

  it.each([
    ['nothing', []],
    ['ten', Array.from({ length: 10 }, (_, i) => ({ label: `No. ${i}` }))],
    ['an empty one', [{ label: ' ' }]],
    ['a long one', [{ label: 'x'.repeat(41) }]],
    ['two of a name', [{ label: 'Too dark' }, { label: 'TOO  dark' }]],
    [
      'one twice',
      [
        { id: 'other', label: 'a' },
        { id: 'other', label: 'b' },
      ],
    ],
    ['a stranger', [{ id: 'stranger', label: 'a' }]],
  ])('refuses %s in a sentence', (_, wanted) => {
    expect(changeReasons(usualReasons, wanted)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^[A-Z].*\.$/),
    });
  });

  it('loses no reason, however it is changed', () => {
    const labels = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(labels, fc.nat(8)), { maxLength: 6 }), (steps) => {
        let list: readonly ListedReason[] = usualReasons;
        for (const [names, keep] of steps) {
          const kept = list.slice(0, keep).map(({ id }, i) => ({ id, label: `kept ${i}` }));
          const next = changed(list, [...kept, ...names.map((label) => ({ label }))].slice(0, 9));
          expect(next.map(({ id }) => id)).toEqual(expect.arrayContaining(list.map(({ id }) => id)));
          expect(new Set(next.map(({ id }) => id)).size).toBe(next.length);
          list = next;
        }
      }),
      { numRuns: 40 },
    );
  });
});
