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

it('finds once by golden image, family and region, and lets the longest unused go', () => {
  const memory = createMotifMemory(100);
  let looks = 0;
  const find = (bytes: number) => (): PlacedMotif[] => {
    looks++;
    return [motif(bytes)];
  };
  const region = { boxes: [{ x: 0, y: 0, width: 1, height: 1 }] };
  const first = memory('a').recall('smudge', null, find(40));
  expect(memory('a').recall('smudge', null, find(1))).toBe(first);
  expect(looks).toBe(1);
  for (const [golden, family, where] of [
    ['b', 'smudge', null],
    ['a', 'label', null],
    ['a', 'smudge', region],
  ] as const) {
    expect(memory(golden).recall(family, where, find(20))).not.toBe(first);
  }
  expect(looks).toBe(4);
  // All four are 100 bytes; one more takes the room of the first, which was used before the others.
  memory('c').recall('smudge', null, find(30));
  memory('b').recall('smudge', null, find(1));
  expect(looks).toBe(5);
  expect(memory('a').recall('smudge', null, find(1))).not.toBe(first);
});

it('keeps nothing that is too large, that failed, or that a mask without a key was drawn for', () => {
  const memory = createMotifMemory(10)('a');
  const mask = { width: 1, height: 1, data: Uint8Array.of(255) };
  let looks = 0;
  const find = (): PlacedMotif[] => {
    looks++;
    return [motif(looks === 1 ? 11 : 1)];
  };
  for (const region of [null, mask, mask]) memory.recall('smudge', region, find);
  expect(looks).toBe(3);
  for (const region of [
    { ...mask, key: 'k' },
    { ...mask, key: 'k' },
  ])
    memory.recall('smudge', region, find);
  expect(looks).toBe(4);
  const fail = (): never => {
    throw new Error('no print');
  };
  expect(() => memory.recall('smudge', null, fail)).toThrow('no print');
  memory.recall('smudge', null, find);
  expect(looks).toBe(5);
});
