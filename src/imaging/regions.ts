import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import { nearOutline } from '#imaging/surface/corners.ts';
import type { Surface } from '#imaging/surface/surface.ts';

export type Region = 'anywhere' | 'edge' | 'corner' | 'hole' | 'center';

export type Thirds = { readonly column: number | null; readonly row: number | null };

export function thirdsOf({ place }: PromptParameters): Thirds | null {
  const column = place.horizontal ? ['left', 'middle', 'right'].indexOf(place.horizontal) : null;
  const row = place.vertical ? ['top', 'middle', 'bottom'].indexOf(place.vertical) : null;
  return column === null && row === null ? null : { column, row };
}

export type RegionTest = (x: number, y: number) => boolean;

/** Tells product pixels of a region, by grid position. */
export function regionTest(surface: Surface, region: Region, thirds: Thirds | null): RegionTest {
  const { width, height } = surface.grid;
  const [left, top, right, bottom] = surface.box;
  const boxWidth = right - left + 1;
  const boxHeight = bottom - top + 1;
  const near = nearOutline(surface.diameter * surface.grid.scale);
  const column = thirds?.column ?? null;
  const row = thirds?.row ?? null;
  return (x, y) => {
    const i = y * width + x;
    if (!surface.product[i]) return false;
    if (column !== null && Math.floor(((x - left) / boxWidth) * 3) !== column) return false;
    if (row !== null && Math.floor(((y - top) / boxHeight) * 3) !== row) return false;
    switch (region) {
      case 'anywhere':
        return true;
      case 'edge': {
        const rim = surface.wholeFrame ? Math.min(x + 1, y + 1, width - x, height - y) : surface.inside[i]!;
        return rim <= near && surface.toHole[i]! > near;
      }
      case 'hole':
        return surface.toHole[i]! <= near;
      case 'corner':
        return surface.corners[i] === 1;
      case 'center':
        return Math.hypot((x - left + 0.5) / boxWidth - 0.5, (y - top + 0.5) / boxHeight - 0.5) <= 0.18;
    }
  };
}

/** A grid index in the region, all equally likely: by rejection, and by a full list where that finds none. */
export function findSpot(surface: Surface, isIn: RegionTest, random: Random): number | null {
  const [left, top, right, bottom] = surface.box;
  const { width } = surface.grid;
  for (let k = 0; k < 300; k++) {
    const x = random.integer(left, right);
    const y = random.integer(top, bottom);
    if (isIn(x, y)) return y * width + x;
  }
  // A drawn region can be so small that chance misses it.
  const spots: number[] = [];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) if (isIn(x, y)) spots.push(y * width + x);
  }
  return spots.length > 0 ? random.pick(spots) : null;
}
