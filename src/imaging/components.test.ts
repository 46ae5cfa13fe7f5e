import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findComponents, largestArea } from './components.ts';

const images = fc
  .record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      set: fc.uint8Array({ min: 0, max: 1, minLength: width * height, maxLength: width * height }),
    }),
  );

/** The plain way: each part is filled from its first pixel in reading order. */
function filled(set: Uint8Array, width: number, height: number, corners: boolean): number[] {
  const labels = Array.from(set, () => 0);
  let label = 0;
  for (let start = 0; start < set.length; start++) {
    if (!set[start] || labels[start]) continue;
    labels[start] = ++label;
    for (const stack = [start]; stack.length > 0;) {
      const i = stack.pop()!;
      for (const dy of [-1, 0, 1]) {
        for (const dx of [-1, 0, 1]) {
          const x = (i % width) + dx;
          const y = Math.floor(i / width) + dy;
          if ((!corners && dx !== 0 && dy !== 0) || x < 0 || y < 0 || x >= width || y >= height) continue;
          if (!set[y * width + x] || labels[y * width + x]) continue;
          labels[y * width + x] = label;
          stack.push(y * width + x);
        }
      }
    }
  }
  return labels;
}

describe('findComponents', () => {
  it('finds the parts that filling finds, in the same order, with their areas and boxes', () => {
    fc.assert(
      fc.property(images, fc.constantFrom(4 as const, 8 as const), ({ set, width, height }, neighbours) => {
        const parts = findComponents(set, width, height, neighbours);
        const expected = filled(set, width, height, neighbours === 8);
        expect([...parts.labels]).toEqual(expected);
        for (let label = 1; label < parts.areas.length; label++) {
          const own = expected.flatMap((value, i) => (value === label ? [i] : []));
          const columns = own.map((i) => i % width);
          expect(parts.areas[label]).toBe(own.length);
          expect(parts.boxes[label]).toEqual([
            Math.min(...columns),
            Math.floor(own[0]! / width),
            Math.max(...columns),
            Math.floor(own.at(-1)! / width),
          ]);
        }
      }),
    );
  });

  it('copes with more parts than a call has room for arguments', () => {
    const [width, height] = [1024, 512];
    const set = Uint8Array.from(
      { length: width * height },
      (_, i) => ((i % width) + Math.floor(i / width)) & 1,
    );
    const parts = findComponents(set, width, height, 4);
    expect(parts.areas.length - 1).toBe((width * height) / 2);
    expect(largestArea(parts)).toBe(1);
  });
});
