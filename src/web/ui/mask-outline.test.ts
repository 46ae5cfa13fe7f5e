import { expect, it } from 'vitest';
import { paintMask } from './mask-outline.ts';

const draw = (rows: string[]) => {
  const width = rows[0].length;
  const mask = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 255 : 0));
  const painted = paintMask(mask, width, rows.length);
  const sign = (n: number) => {
    const [red, green, , alpha] = painted.subarray(n * 4, n * 4 + 4);
    if (alpha === 0) return ' ';
    return alpha < 255 ? 'f' : red === 255 && green === 255 ? 'w' : 'b';
  };
  return rows.map((row, y) => [...row].map((_, x) => sign(y * width + x)).join(''));
};

it('fills a mark and draws a white line inside and a black one outside', () => {
  expect(draw(['.......', '..###..', '..###..', '..###..', '.......'])).toEqual([
    '  bbb  ',
    ' bwwwb ',
    ' bwfwb ',
    ' bwwwb ',
    '  bbb  ',
  ]);
});

it('keeps a one-pixel mark visible, and one at the border of the picture', () => {
  expect(draw(['#..', '...', '...'])).toEqual(['wb ', 'b  ', '   ']);
});
