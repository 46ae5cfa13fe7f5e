/**
 * Minimum barrier distance to the picture's border: how much colour must change along the easiest path
 * from a pixel to any seed. Smooth backgrounds, light falloff and soft shadows cost little; a product's
 * outline costs much. Raster-scan approximation of Zhang et al., "Minimum Barrier Salient Object
 * Detection at 80 FPS" (2015), with the range kept per channel and the largest one taken.
 */
export function barrierDistance(
  lab: Float32Array,
  seeds: Uint8Array,
  width: number,
  height: number,
): Float32Array {
  const count = width * height;
  const distance = new Float32Array(count).fill(1e6);
  const high = lab.slice();
  const low = lab.slice();
  for (let i = 0; i < count; i++) if (seeds[i]) distance[i] = 0;
  const relax = (i: number, from: number): void => {
    if (distance[from]! >= distance[i]!) return;
    let cost = 0;
    for (let c = 0; c < 3; c++) {
      const value = lab[i * 3 + c]!;
      const range = Math.max(high[from * 3 + c]!, value) - Math.min(low[from * 3 + c]!, value);
      if (range > cost) cost = range;
    }
    if (cost >= distance[i]!) return;
    distance[i] = cost;
    for (let c = 0; c < 3; c++) {
      const value = lab[i * 3 + c]!;
      high[i * 3 + c] = Math.max(high[from * 3 + c]!, value);
      low[i * 3 + c] = Math.min(low[from * 3 + c]!, value);
    }
  };
  for (let pass = 0; pass < 2; pass++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = y * width + x;
        if (x > 0) relax(i, i - 1);
        if (y > 0) relax(i, i - width);
      }
    }
    for (let y = height - 1; y >= 0; y--) {
      for (let x = width - 1; x >= 0; x--) {
        const i = y * width + x;
        if (x < width - 1) relax(i, i + 1);
        if (y < height - 1) relax(i, i + width);
      }
    }
  }
  return distance;
}
