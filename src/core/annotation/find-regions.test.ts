import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions } from './find-regions.ts';
import { type Mask, measureMask } from './mask.ts';
import { maskArbitrary } from './mask-arbitrary.ts';
import { regionsToMask, uniteRegions } from './region.ts';

function drawMask(...rows: string[]): Mask {
  const data = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 255 : 0));
  return { width: rows[0]!.length, height: rows.length, data };
}

/** Labels by flooding from pixel to pixel: another road to the same answer. */
function countByFlood({ width, height, data }: Mask, reach: number): number {
  const open = new Set<number>();
  data.forEach((value, i) => value !== 0 && open.add(i));
  let count = 0;
  for (const first of open) {
    count++;
    const stack = [first];
    while (stack.length > 0) {
      const i = stack.pop()!;
      open.delete(i);
      const [x, y] = [i % width, Math.floor(i / width)];
      for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny++) {
        for (let nx = Math.max(0, x - reach); nx <= Math.min(width - 1, x + reach); nx++) {
          if (open.has(ny * width + nx)) stack.push(ny * width + nx);
        }
      }
    }
  }
  return count;
}

describe('findRegions', () => {
  it('takes corner-touching pixels together, in reading order, with tight boxes', () => {
    const regions = findRegions(drawMask('#...##', '.#....', '#...#.'));
    expect(regions.map(({ box, area }) => ({ ...box, area }))).toEqual([
      { x: 0, y: 0, width: 2, height: 3, area: 3 },
      { x: 4, y: 0, width: 2, height: 1, area: 2 },
      { x: 4, y: 2, width: 1, height: 1, area: 1 },
    ]);
  });

  it('bridges gaps of up to the given number of pixels', () => {
    const mask = drawMask('#..#...#', '........', '#.......');
    expect(findRegions(mask)).toHaveLength(4);
    expect(findRegions(mask, { bridgeGap: 1 })).toHaveLength(3);
    expect(findRegions(mask, { bridgeGap: 2 })).toHaveLength(2);
    expect(findRegions(mask, { bridgeGap: 3 })).toHaveLength(1);
  });

  it('agrees with a flood fill, and the regions make up the mask', () => {
    fc.assert(
      fc.property(maskArbitrary, fc.nat(3), (mask, bridgeGap) => {
        const regions = findRegions(mask, { bridgeGap });
        expect(regions).toHaveLength(countByFlood(mask, bridgeGap + 1));
        expect(regionsToMask(regions, mask.width, mask.height)).toEqual(mask);
        for (const { box, area, data } of regions) {
          const tight = { box: { ...box, x: 0, y: 0 }, area };
          expect(measureMask({ width: box.width, height: box.height, data })).toEqual(tight);
        }
      }),
    );
  });
});

describe('uniteRegions', () => {
  it('is set where any of the regions is', () => {
    const [a, b] = findRegions(drawMask('#...', '....', '..##'));
    expect(uniteRegions([a!, b!])).toEqual(
      findRegions(drawMask('#...', '....', '..##'), { bridgeGap: 4 })[0],
    );
  });
});
