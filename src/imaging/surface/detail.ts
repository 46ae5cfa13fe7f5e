import { lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';

/** Local standard deviation in grey levels, one value per `block` x `block` px of the full picture. */
export type DetailGrid = {
  readonly block: number;
  readonly across: number;
  readonly down: number;
  readonly sigma: Float32Array;
};

/**
 * How busy the surface is: deviation within blocks of 12 px (in a 1024 px photo; blocks grow with the
 * photo), after a plane is taken out so that mere shading does not count. At most 12 x 12 samples a block.
 */
export function measureDetail(picture: Picture): DetailGrid {
  const { width, height, channels } = picture;
  const block = Math.max(8, Math.round((12 * Math.max(width, height)) / 1024));
  const across = Math.max(1, Math.ceil(width / block));
  const down = Math.max(1, Math.ceil(height / block));
  const sigma = new Float32Array(across * down);
  const step = Math.max(1, Math.floor(block / 12));
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      let n = 0;
      let s = 0;
      let ss = 0;
      let sx = 0;
      let sy = 0;
      let xx = 0;
      let yy = 0;
      let su = 0;
      let sv = 0;
      const centreX = column * block + block / 2;
      const centreY = row * block + block / 2;
      for (let y = row * block; y < Math.min(height, (row + 1) * block); y += step) {
        for (let x = column * block; x < Math.min(width, (column + 1) * block); x += step) {
          const value = lumaAt(picture, (y * width + x) * channels);
          const u = x - centreX;
          const v = y - centreY;
          n++;
          s += value;
          ss += value * value;
          sx += value * u;
          sy += value * v;
          su += u;
          sv += v;
          xx += u * u;
          yy += v * v;
        }
      }
      const mean = s / n;
      const variance = ss / n - mean * mean;
      // On a full block x and y do not correlate, so the plane's two slopes are taken out one by one.
      const plane =
        explained(sx - mean * su, xx - (su * su) / n) + explained(sy - mean * sv, yy - (sv * sv) / n);
      sigma[row * across + column] = Math.sqrt(Math.max(0, variance - plane / n));
    }
  }
  return { block, across, down, sigma };
}

function explained(covariance: number, variance: number): number {
  return variance > 0 ? (covariance * covariance) / variance : 0;
}

/** The grid's value at a full-size pixel. */
export function detailAt(grid: DetailGrid, x: number, y: number): number {
  const column = Math.max(0, Math.min(grid.across - 1, Math.floor(x / grid.block)));
  const row = Math.max(0, Math.min(grid.down - 1, Math.floor(y / grid.block)));
  return grid.sigma[row * grid.across + column]!;
}
