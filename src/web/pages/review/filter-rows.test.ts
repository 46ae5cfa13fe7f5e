import type { Verdict } from '#contract/candidate.ts';
import { describe, expect, it } from 'vitest';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { countVerdicts, filterRows, idsBetween, ofVerdict, sortRows } from './filter-rows.ts';

const all = (['undecided', 'approved', 'undecided', 'rejected'] as Verdict[]).map((verdict, n) => ({
  id: String(n),
  verdict,
  disputed: n === 1,
}));
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('the pictures to go through', () => {
  it('are all of them, or those with the verdict', () => {
    expect(ids(ofVerdict(all, {}, new Set(), undefined))).toEqual(['0', '1', '2', '3']);
    expect(ids(ofVerdict(all, { disputed: true }, new Set(), undefined))).toEqual(['1']);
    expect(countVerdicts(all)).toEqual({ approved: 1, rejected: 1, undecided: 2, disputed: 1 });
    expect(ids(ofVerdict(all, { verdict: 'undecided' }, new Set(), undefined))).toEqual(['0', '2']);
  });

  it('keep what was decided in this sitting, and what the address names, in its place', () => {
    expect(ids(ofVerdict(all, { verdict: 'undecided' }, new Set(['1']), '3'))).toEqual(['0', '1', '2', '3']);
  });
});

describe('a range of pictures', () => {
  it('runs either way, both ends included', () => {
    expect(idsBetween(all, '1', '3')).toEqual(['1', '2', '3']);
    expect(idsBetween(all, '2', '0')).toEqual(['0', '1', '2']);
  });

  it('is the one picture when its other end is gone', () => {
    expect(idsBetween(all, 'gone', '2')).toEqual(['2']);
    expect(idsBetween(all, '2', 'gone')).toEqual([]);
  });
});

const row = (id: string, rest: Partial<CandidateRow>): CandidateRow => ({
  id,
  cellId: 'c1',
  goldenId: 'g1',
  defectId: 'd1',
  verdict: 'undecided',
  reasons: [],
  note: null,
  disputed: false,
  kind: 'defect',
  source: 'generated',
  width: 640,
  height: 480,
  score: 3,
  promptText: 'a deep scratch',
  mark: null,
  ...rest,
});
const rows = [
  row('0', { score: 5, cellId: 'c2', goldenId: 'g2' }),
  row('1', { score: null, source: 'uploaded', promptText: '' }),
  row('2', { score: 2, defectId: 'd2', verdict: 'approved' }),
  row('3', { score: 0.8, kind: 'allowed-variation', promptText: 'Faint STAIN' }),
];

describe('filters', () => {
  it.each([
    [{}, ['0', '1', '2', '3']],
    [{ golden: 'g2' }, ['0']],
    [{ defect: 'd2' }, ['2']],
    [{ cell: 'c1', source: 'generated' } as const, ['2', '3']],
    [{ kind: 'allowed-variation' } as const, ['3']],
    [{ severity: 'allowed' } as const, ['3']],
    [{ min: 2, max: 5 }, ['0', '2']],
    [{ max: 2 }, ['2', '3']],
    [{ text: 'stain' }, ['3']],
    // The verdict is another matter: what it leaves out is still counted.
    [{ verdict: 'approved' } as const, ['0', '1', '2', '3']],
  ])('%j', (filter, wanted) => {
    expect(ids(filterRows(rows, filter))).toEqual(wanted);
  });

  it('are counted by verdict', () => {
    expect(countVerdicts(rows)).toEqual({ approved: 1, rejected: 0, undecided: 3, disputed: 0 });
  });
});

it.each([
  [undefined, '0123'],
  ['newest', '3210'],
  ['faintest', '3201'],
  ['strongest', '0231'],
  ['cell', '1230'],
] as const)('sorted by %s', (sort, wanted) => {
  expect(ids(sortRows(rows, sort, ['c1', 'c2'])).join('')).toBe(wanted);
});
