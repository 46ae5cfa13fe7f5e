import { expect, it } from 'vitest';
import { paintMask } from './mask-outline.ts';

const draw = (rows: string[]) => {
  const width = rows[0].length;
  const mask = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 255 : 0));
  const painted = paintMask(mask, width, rows.length);
  const sign = (n: number) => {
    const [red, green, , alpha] = painted.subarray(n * 4, n * 4 + 4);
    if (alpha === 0) return '.';
    return alpha < 255 ? '#' : red === 255 && green === 255 ? 'w' : 'b';
  };
  return rows.map((row, y) => [...row].map((_, x) => sign(y * width + x)).join(''));
};

it('tints the mark and leaves the picture free between it and its outline', () => {
  const row = '......##......';
  expect(draw([row])).toEqual(['.bww..##..wwb.']);
});

it('goes around a mark on all sides and is cut at the border of the picture', () => {
  const rows = Array.from({ length: 7 }, (_, y) => (y === 0 ? '#......' : '.......'));
  expect(draw(rows)).toEqual(['#..wwb.', '..wwb..', '.wwb...', 'wwb....', 'wb.....', 'b......', '.......']);
});

it('paints nothing where nothing is marked', () => {
  expect(draw(['...', '...'])).toEqual(['...', '...']);
});
