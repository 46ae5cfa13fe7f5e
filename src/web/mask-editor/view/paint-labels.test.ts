import { expect, test } from 'vitest';
import { paintLabels } from './paint-labels.ts';

const inks = { inside: Uint32Array.of(0, 1, 2), edge: Uint32Array.of(0, 10, 20) };

test('a mark has an edge towards others and towards nothing, and none at the rim of the picture', () => {
  const data = Uint16Array.of(1, 1, 1, 2, 0, 1, 1, 1, 2, 0, 1, 1, 1, 2, 0);
  const into = new Uint32Array(15);
  paintLabels({ width: 5, height: 3, data }, { x: 0, y: 0, width: 5, height: 3 }, 0, inks, into);
  expect([...into]).toEqual([1, 1, 10, 20, 0, 1, 1, 10, 20, 0, 1, 1, 10, 20, 0]);
});

test('where nothing changed, a mark has holes', () => {
  const data = new Uint16Array(64).fill(1);
  const into = new Uint32Array(64);
  const box = { x: 0, y: 0, width: 8, height: 8 };
  paintLabels({ width: 8, height: 8, data }, box, 0, inks, into, new Uint8Array(64));
  expect(into.filter((ink) => ink === 0).length).toBe(32);
  paintLabels({ width: 8, height: 8, data }, box, 0, inks, into, new Uint8Array(64).fill(1));
  expect(into.filter((ink) => ink === 0).length).toBe(0);
});

test('shown small, a line of one pixel stays whole', () => {
  const data = new Uint16Array(64);
  for (let k = 0; k < 8; k++) data[k * 8 + k] = 2;
  const into = new Uint32Array(4).fill(9);
  paintLabels({ width: 8, height: 8, data }, { x: 0, y: 0, width: 8, height: 8 }, 2, inks, into);
  expect([...into]).toEqual([2, 0, 0, 2]);
});
