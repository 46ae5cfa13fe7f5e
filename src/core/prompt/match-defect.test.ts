import { describe, expect, it } from 'vitest';
import { resolveDefect } from './match-defect.ts';
import { unspecifiedParameters } from './parameters.ts';

const families = [
  { name: 'scratch', words: ['score mark', 'gouge'] },
  { name: 'dent', words: ['ding'] },
  { name: 'crack', words: ['fracture'] },
  { name: 'stain', words: ['spot'] },
];

describe('resolveDefect', () => {
  it("takes a family's name for the family", () => {
    expect(resolveDefect(' Scratch ', families)).toEqual({
      ok: true,
      family: 'scratch',
      name: 'scratch',
      parameters: unspecifiedParameters,
      notUnderstood: [],
    });
  });

  it('reads free text and keeps it as the name', () => {
    expect(resolveDefect('long deep  diagonal scratch near the edge', families)).toMatchObject({
      ok: true,
      family: 'scratch',
      name: 'long deep diagonal scratch near the edge',
      parameters: { depth: 'deep', direction: { degrees: 45 }, place: { region: 'edge' } },
    });
  });

  it.each([
    ['scrach', ['scratch']],
    ['long deep scrach near the edge', ['scratch']],
    ['fracutre', ['crack']],
    ['gauge', ['scratch']],
    ['rust', []],
    ['', []],
    ['no scratch', ['scratch']],
    ['🐇', []],
    ['z'.repeat(20_000), []],
  ])('refuses %j and names the closest choice', (text, closest) => {
    const resolved = resolveDefect(text, families);
    expect(resolved).toMatchObject({ ok: false, closest });
    if (resolved.ok) return;
    expect(resolved.reason).toMatch(
      closest.length > 0 ? /did you mean "/ : /choose one of scratch, dent, crack, stain\.$/,
    );
    expect(resolved.reason.length).toBeLessThan(200);
  });
});
