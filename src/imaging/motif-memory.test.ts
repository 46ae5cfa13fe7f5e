import { expect, it } from 'vitest';
import type { PlacedMotif } from './ground.ts';
import { createMotifMemory } from './motif-memory.ts';

/** A motif of so many bytes. */
function motif(bytes: number): PlacedMotif {
  const none = new Uint8Array();
  return {
    motif: {
      window: { left: 0, top: 0, width: bytes, height: 1 },
      photo: { width: bytes, height: 1, channels: 1, data: new Uint8Array(bytes) },
      bare: none,
      ink: none,
      cover: new Float32Array(),
      room: none,
      contrast: 50,
      box: [0, 0, 0, 0],
    },
    allowed: none,
    own: null,
  };
}

it('looks once in each region of a golden image, and lets the longest unused go', () => {
  const memory = createMotifMemory(1000);
  let looks = 0;
  const find = (bytes: number) => (): PlacedMotif[] => {
    looks++;
    return [motif(bytes)];
  };
  const first = memory('a').recall(null, find(400));
  expect(memory('a').recall(null, find(1))).toBe(first);
  expect(looks).toBe(1);
  const region = { boxes: [{ x: 0, y: 0, width: 1, height: 1 }] };
  for (const [golden, where] of [
    ['b', null],
    ['a', region],
  ] as const) {
    expect(memory(golden).recall(where, find(150))).not.toBe(first);
  }
  expect(looks).toBe(3);
  // One more takes the room of the first, which was used before the others.
  memory('c').recall(null, find(150));
  memory('b').recall(null, find(1));
  expect(looks).toBe(4);
  expect(memory('a').recall(null, find(1))).not.toBe(first);
});

it('knows where there was nothing, of so many golden images as there is room for', () => {
  const memory = createMotifMemory(1000);
  let looks = 0;
  const find = (): PlacedMotif[] => {
    looks++;
    return [];
  };
  for (let k = 0; k < 3; k++) expect(memory('a').recall(null, find)).toEqual([]);
  expect(looks).toBe(1);
  for (let k = 0; k < 100; k++) memory(`another ${k}`).recall(null, find);
  memory('a').recall(null, find);
  expect(looks).toBe(102);
});

it('keeps nothing that is too large, or that a mask without a key was drawn for', () => {
  const memory = createMotifMemory(100)('a');
  const mask = { width: 1, height: 1, data: Uint8Array.of(255) };
  let looks = 0;
  const find = (): PlacedMotif[] => {
    looks++;
    return [motif(looks === 1 ? 101 : 1)];
  };
  for (const region of [null, mask, mask]) memory.recall(region, find);
  expect(looks).toBe(3);
  for (const region of [
    { ...mask, key: 'k' },
    { ...mask, key: 'k' },
  ])
    memory.recall(region, find);
  expect(looks).toBe(4);
});
