import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeParameters } from '../prompt/describe-parameters.ts';
import { understandPrompt } from '../prompt/understand-prompt.ts';
import { layoutHistory, type GraphNode } from './layout.ts';
import { mergeTexts } from './merge-texts.ts';
import { upperQuantile } from './normal-quantile.ts';
import { phraseStatistics } from './phrase-statistics.ts';
import { shareDifference, wilson } from './wilson.ts';
import { wordDiff } from './word-diff.ts';

describe('a diff', () => {
  it('is word by word', () => {
    expect(wordDiff('one deep dent', 'one flat dent near the edge')).toEqual([
      { kind: 'same', text: 'one ' },
      { kind: 'removed', text: 'deep' },
      { kind: 'added', text: 'flat' },
      { kind: 'same', text: ' dent' },
      { kind: 'added', text: ' near the edge' },
    ]);
  });

  it('gives both texts back', () => {
    const text = fc
      .array(fc.constantFrom('deep', 'dent', ' ', '\n', ', ', '2', 'é', '’'))
      .map((w) => w.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = wordDiff(before, after);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map((part) => part.text)
            .join('');
        expect([without('added'), without('removed')]).toEqual([before, after]);
      }),
    );
  });
});

describe('two prompts joined', () => {
  const phrase = fc.constantFrom(
    'deep',
    'bright',
    'three scratches',
    'minor',
    'near the edge',
    '5 mm',
    'curved',
    'long',
  );
  const text = fc.uniqueArray(phrase, { maxLength: 4 }).map((phrases) => phrases.join(', '));

  it('keep the first as it is written, and take what only the second asks for', () => {
    expect(mergeTexts('two deep dents.', 'one bright dent near the left edge', [])).toBe(
      'two deep dents, bright, near the left edge',
    );
    expect(mergeTexts('', '', [])).toBe('');
  });

  it('ask for everything that either asks for, the first before the second', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const [one, two, both] = [first, second, mergeTexts(first, second, [])].map(
          (each) => understandPrompt(each, []).parameters,
        );
        expect(both).toMatchObject(
          Object.fromEntries(
            Object.entries(one!).filter(([slot, said]) => slot !== 'place' && said !== null),
          ),
        );
        for (const slot of ['depth', 'tone', 'severity', 'count', 'shape'] as const)
          expect(both![slot]).toEqual(one![slot] ?? two![slot]);
        expect(describeParameters(both!).includes('edge')).toBe(`${first} ${second}`.includes('edge'));
      }),
    );
  });
});

describe('an interval', () => {
  it('is Wilson’s', () => {
    // Newcombe 1998, two-sided confidence intervals for the single proportion, table I.
    const of = (hits: number, total: number) => Object.values(wilson(hits, total)).map((v) => v.toFixed(4));
    expect(of(81, 263)).toEqual(['0.2553', '0.3662']);
    expect(of(15, 148)).toEqual(['0.0624', '0.1605']);
    expect(of(0, 20)).toEqual(['0.0000', '0.1611']);
    expect(of(0, 0)).toEqual(['0.0000', '1.0000']);
  });

  it('of a difference is Newcombe’s', () => {
    // Newcombe 1998, interval estimation for the difference, table II: 56/70 - 48/80, method 10.
    const { low, high } = shareDifference({ hits: 56, total: 70 }, { hits: 48, total: 80 });
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0524', '0.3339']);
    expect(shareDifference({ hits: 1, total: 1 }, { hits: 0, total: 0 })).toEqual({ low: -1, high: 1 });
  });

  it('knows its z', () => {
    for (const [tail, z] of [
      [0.025, 1.95996],
      [0.0005, 3.29053],
      [0.5, 0],
    ] as const)
      expect(Math.abs(upperQuantile(tail) - z)).toBeLessThan(5e-4);
  });
});

describe('a layout', () => {
  /** Newest first; parents are older ones, as the database makes sure. */
  const history: fc.Arbitrary<GraphNode[]> = fc
    .array(fc.array(fc.nat(), { maxLength: 2 }), { maxLength: 25 })
    .map((parents) =>
      parents
        .map((of, i) => ({
          id: `n${i}`,
          parentIds: i === 0 ? [] : [...new Set(of.map((p) => `n${p % i}`))],
        }))
        .toReversed(),
    );

  it('lets no two lines or nodes share a place, and draws each line once', () => {
    fc.assert(
      fc.property(history, (nodes) => {
        const { lanes, generations, edges, width } = layoutHistory(nodes);
        expect(edges).toHaveLength(nodes.flatMap((node) => node.parentIds).length);
        const taken = new Map<string, string>();
        const take = (row: number, lane: number, who: string) => {
          const at = `${row}/${lane}`;
          expect(taken.get(at) ?? who).toBe(who);
          taken.set(at, who);
          expect(lane).toBeLessThan(width);
        };
        nodes.forEach((node, row) => take(row, lanes[row]!, `node ${node.id}`));
        for (const edge of edges) {
          expect(edge.childRow).toBeLessThan(edge.parentRow);
          expect(generations[edge.childRow]).toBeGreaterThan(generations[edge.parentRow]!);
          for (let row = edge.childRow + 1; row < edge.parentRow; row++)
            take(row, edge.lane, `to ${edge.parentId}`);
        }
      }),
    );
  });

  it('keeps a history without branches in one lane', () => {
    const nodes = ['c', 'b', 'a'].map((id, i, all) => ({ id, parentIds: all.slice(i + 1, i + 2) }));
    expect(layoutHistory(nodes)).toMatchObject({ lanes: [0, 0, 0], generations: [2, 1, 0], width: 1 });
  });

  it('begins anew where a parent is not shown', () => {
    expect(layoutHistory([{ id: 'b', parentIds: ['a'] }])).toMatchObject({ edges: [], generations: [0] });
  });
});

describe('phrases', () => {
  const families = [{ name: 'dent', words: ['dent'] }];
  const judged = (text: string, approved: number, rejected: number) => ({ text, approved, rejected });

  it('puts together what came together, and leaves out what all have', () => {
    const rows = phraseStatistics(
      [judged('deep dent near the edge', 38, 2), judged('shallow dent', 3, 37), judged('dent', 0, 0)],
      families,
    );
    const deep = rows.find(({ phrases }) => phrases.includes('depth: deep'))!;
    expect(deep.phrases).toContain('place: edge');
    expect(deep).toMatchObject({
      prompts: 1,
      with: { hits: 38, total: 40 },
      without: { hits: 3, total: 40 },
    });
    expect(deep.isCertain).toBe(true);
    expect(rows.flatMap(({ phrases }) => phrases)).not.toContain('defect: dent');
  });

  it('calls nothing certain that a few pictures say, and puts the most certain first', () => {
    const rows = phraseStatistics(
      [
        judged('deep dent', 2, 0),
        judged('bright dent', 0, 2),
        judged('dark dent', 30, 30),
        judged('long dent', 58, 2),
      ],
      families,
    );
    expect(rows[0]!.phrases[0]).toMatch(/size|long/);
    expect(rows.filter(({ isCertain }) => isCertain).length).toBeLessThan(rows.length);
    expect(rows.find(({ phrases }) => phrases.includes('depth: deep'))!.isCertain).toBe(false);
  });

  it('says nothing without decisions, and lives through anything that is typed', () => {
    expect(phraseStatistics([judged('deep dent', 0, 0)], families)).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.nat(9), fc.nat(9)), { maxLength: 5 }), (prompts) => {
        for (const row of phraseStatistics(
          prompts.map((p) => judged(...p)),
          families,
        )) {
          expect(row.difference.low).toBeLessThanOrEqual(row.difference.high);
          expect(row.phrases.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
