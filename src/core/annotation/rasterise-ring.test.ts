import { expect, it } from 'vitest';
import { rasteriseRing } from './rasterise-ring.ts';
import { decodeRunLength } from './run-length.ts';

// Run lengths that pycocotools 2.0 answered for these polygons (`frPyObjects`, then `decode`): slanted, with
// fractions, across the border, crossing themselves, doubling back on a keyhole.
it.each([
  { ring: [2, 1, 9, 3, 6, 9], size: [10, 12], counts: [21, 1, 9, 3, 8, 4, 6, 6, 4, 6, 5, 3, 7, 1, 36] },
  { ring: [0, 0, 12, 0, 12, 10, 0, 10], size: [10, 12], counts: [0, 120] },
  {
    ring: [1.3, 2.7, 8.8, 0.4, 11.9, 9.6, 3.2, 7.1],
    size: [10, 12],
    counts: [22, 3, 7, 5, 5, 6, 3, 7, 3, 7, 3, 7, 2, 9, 3, 7, 6, 4, 9, 1, 1],
  },
  {
    ring: [-2, 4, 14, 4.5, 14, 6, -2, 5],
    size: [10, 12],
    counts: [4, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 1, 9, 2, 8, 2, 8, 2, 8, 2, 8, 2, 9, 1, 4],
  },
  {
    ring: [0, 0, 10, 10, 10, 0, 0, 10],
    size: [10, 12],
    counts: [0, 9, 2, 7, 4, 5, 6, 3, 8, 1, 9, 1, 8, 3, 6, 5, 4, 7, 2, 9, 21],
  },
  {
    ring: [3, 3, 9, 3, 9, 8, 3, 8, 3, 3, 5, 5, 7, 5, 7, 6, 5, 6, 5, 5],
    size: [10, 12],
    counts: [33, 5, 5, 5, 5, 2, 1, 2, 5, 2, 1, 2, 5, 5, 5, 5, 32],
  },
  {
    ring: [1.61, 1.66, 0.52, 0.64, 0.64, 5.56, 2.49, 4.84, 2.4, 1.16, 0.93, 3.76, 2.2, 5.13],
    size: [6, 3],
    counts: [7, 2, 1, 1, 7],
  },
  {
    ring: [1.59, 4.21, 6.72, 9.21, 2.22, 7.57, 6.9, 1.59, 7.48, 3.78, 0.21, 4.64, 0.66, 12.54],
    size: [13, 8],
    counts: [5, 5, 7, 1, 12, 1, 2, 1, 9, 4, 9, 1, 2, 1, 8, 1, 4, 1, 6, 2, 22],
  },
])('reads $ring as pycocotools does', ({ ring, size, counts }) => {
  const [height, width] = size as [number, number];
  expect(rasteriseRing(ring, width, height)).toEqual(decodeRunLength({ size: [height, width], counts }));
});
