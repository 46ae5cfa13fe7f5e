import type { CandidateIndexView } from '#contract/candidate-index.ts';
import type { CandidateView } from '#contract/candidate.ts';
import { describe, expect, it } from 'vitest';
import { addToIndex, emptyIndex, readCandidateRows, withNewestMask } from './candidate-index.ts';

const answer = (ids: string[], newest: string | null): CandidateIndexView => ({
  cells: [{ id: 'c', goldenId: 'g', defectId: 'd' }],
  prompts: [{ id: 'p', text: 'a scratch' }],
  columns: {
    id: ids,
    cell: ids.map(() => 0),
    prompt: ids.map((_, at) => (at === 0 ? 0 : null)),
    verdict: ids.map(() => 'undecided'),
    reasons: ids.map(() => []),
    kind: ids.map(() => 'defect'),
    source: ids.map(() => 'generated'),
    width: ids.map(() => 640),
    height: ids.map(() => 480),
    mark: ids.map((_, at) => (at === 0 ? [1, 2, 3, 4] : null)),
    score: ids.map(() => 3.5),
  },
  disputed: ids.length > 1 ? [1] : [],
  notes: [{ at: 0, note: 'at the edge' }],
  newest,
  hasMore: false,
});

describe('the index of candidates', () => {
  it('is sent as columns and read as rows', () => {
    const [first, second] = readCandidateRows(answer(['1', '2'], 'm'));
    expect(first).toMatchObject({
      id: '1',
      cellId: 'c',
      goldenId: 'g',
      defectId: 'd',
      promptText: 'a scratch',
      note: 'at the edge',
      disputed: false,
    });
    expect(first.mark).toEqual({ x: 1, y: 2, width: 3, height: 4 });
    expect(second).toMatchObject({
      id: '2',
      promptText: '',
      mark: null,
      score: 3.5,
      note: null,
      disputed: true,
    });
  });

  it('closes up on the mask that a full record says, and stays the same where that is known', () => {
    const index = addToIndex(emptyIndex, answer(['1', '2'], 'm'));
    const box = { x: 5, y: 6, width: 7, height: 8 };
    const full = (id: string, instances: { box: typeof box; area: number }[]): CandidateView =>
      ({ id, kind: 'defect', instances, drawn: [] }) as never;
    const mended = withNewestMask(index, full('1', [{ box, area: 9 }]))!;
    expect(mended.rows.map(({ mark }) => mark)).toEqual([box, null]);
    expect(mended.rows[1]).toBe(index.rows[1]);
    expect(withNewestMask(mended, full('1', [{ box: { ...box }, area: 9 }]))).toBeUndefined();
    expect(withNewestMask(mended, full('3', []))).toBeUndefined();
    expect(withNewestMask(mended, { ...full('1', []), kind: 'allowed-variation' })?.rows[0]).toMatchObject({
      mark: null,
      kind: 'allowed-variation',
    });
  });

  it('grows by what was made since, and keeps what is on the page', () => {
    const first = addToIndex(emptyIndex, answer(['1', '2'], 'm2'));
    const [decided, other] = first.rows;
    const shown = { ...first, rows: [decided, { ...other, verdict: 'approved' as const }] };
    const grown = addToIndex(shown, answer(['2', '3'], 'm3'));
    expect(grown.rows.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['1', 'undecided'],
      ['2', 'approved'],
      ['3', 'undecided'],
    ]);
    expect(grown.newest).toBe('m3');
    expect(addToIndex(grown, answer([], null))).toEqual(grown);
  });
});
