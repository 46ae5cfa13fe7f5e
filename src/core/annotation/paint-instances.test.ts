import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRegions } from './find-regions.ts';
import { maskArbitrary } from './mask-arbitrary.ts';
import { packRegion } from './packed-region.ts';
import { paintInstances } from './paint-instances.ts';

test('the connected regions of any mask give the mask and their areas', () => {
  fc.assert(
    fc.property(maskArbitrary, (mask) => {
      const regions = findRegions(mask);
      const painted = paintInstances(regions.map(packRegion), mask);
      expect(painted).toEqual({ mask, areas: regions.map(({ area }) => area) });
    }),
    { numRuns: 60 },
  );
});

const dot = packRegion({ box: { x: 2, y: 1, width: 1, height: 1 }, area: 1, data: new Uint8Array([255]) });
const size = { width: 4, height: 3 };

test.each([
  ['counts', { ...dot, counts: '11' }],
  ['counts', { ...dot, counts: 'not run lengths' }],
  ['counts', { ...dot, counts: '' }],
  ['counts', { ...dot, counts: 'O2' }],
  ['outside', { ...dot, box: { x: 4, y: 1, width: 1, height: 1 } }],
  ['outside', { ...dot, box: { x: -1, y: 1, width: 1, height: 1 } }],
  ['outside', { ...dot, box: { x: 0, y: 0, width: 1e9, height: 1e9 } }],
  ['empty', { ...dot, counts: '1' }],
  ['loose', { box: { x: 0, y: 0, width: 2, height: 1 }, counts: '011' }],
  ['shared', dot],
])('refused: %s', (fault, instance) => {
  expect(paintInstances([dot, instance], size)).toEqual({ at: 1, fault });
});
