import { expect, test } from 'vitest';
import type { Mask } from './mask.ts';
import { paintPolygon, paintStroke } from './paint-mask.ts';

const empty: Mask = { width: 9, height: 7, data: new Uint8Array(63) };
const rows = ({ width, data }: Mask): string[] =>
  Array.from({ length: data.length / width }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), (value) => (value ? '#' : '.')).join(''),
  );

test('a dab is a disc, and a stroke joins its points', () => {
  expect(rows(paintStroke(empty, [{ x: 4.5, y: 3.5 }], 1.5, 255))).toEqual([
    '.........',
    '.........',
    '...###...',
    '...###...',
    '...###...',
    '.........',
    '.........',
  ]);
  const stroke = paintStroke(
    empty,
    [
      { x: 1.5, y: 1.5 },
      { x: 7.5, y: 1.5 },
      { x: 7.5, y: 5.5 },
    ],
    0.6,
    255,
  );
  expect(rows(stroke)[1]).toBe('.#######.');
  expect(rows(stroke).map((row) => row[7])).toEqual(['.', '#', '#', '#', '#', '#', '.']);
});

test('what is taken away is gone, what was there before is not touched', () => {
  const full = { ...empty, data: new Uint8Array(63).fill(255) };
  const rubbed = paintStroke(full, [{ x: 0, y: 0 }], 1.2, 0);
  expect(rows(rubbed).slice(0, 3)).toEqual(['.########', '#########', '#########']);
  expect(full.data.every((value) => value === 255)).toBe(true);
});

test('a polygon fills the pixels whose centres it holds, also where it sticks out of the picture', () => {
  const square = [
    { x: -3, y: 2 },
    { x: 4, y: 2 },
    { x: 4, y: 20 },
    { x: -3, y: 20 },
  ];
  expect(rows(paintPolygon(empty, square, 255))).toEqual([
    '.........',
    '.........',
    ...Array.from({ length: 5 }, () => '####.....'),
  ]);
  expect(paintPolygon(empty, square.slice(0, 2), 255).data).toEqual(empty.data);
});
