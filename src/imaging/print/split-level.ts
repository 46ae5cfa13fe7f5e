/**
 * The level of distance from the ground that tells ink from ground: Otsu's (1979), moved to two fifths of what the
 * pixels above it have, and never within three deviations of the ground.
 */
export function splitLevel(apart: Float32Array, room: Uint8Array): number {
  const bins = new Float64Array(256);
  for (let i = 0; i < apart.length; i++) if (room[i]) bins[Math.min(255, Math.floor(apart[i]!))]!++;
  const rough = otsu(bins);
  const above = weightedMedian(bins, rough + 1);
  let n = 0;
  let squares = 0;
  for (let level = 0; level <= rough; level++) {
    n += bins[level]!;
    squares += bins[level]! * (level + 0.5) ** 2;
  }
  return Math.max(0.4 * above, 3 * Math.sqrt(squares / Math.max(1, n)));
}

/** Of the pixels in the set; `null` without any. */
export function medianOn(values: Float32Array, set: Uint8Array): number | null {
  const found = values.filter((_, i) => set[i] === 1).sort();
  return found.length > 0 ? found[found.length >> 1]! : null;
}

function otsu(bins: Float64Array): number {
  let total = 0;
  let sum = 0;
  bins.forEach((n, level) => {
    total += n;
    sum += n * level;
  });
  let best = 0;
  let most = -1;
  let below = 0;
  let sumBelow = 0;
  for (let level = 0; level < 255; level++) {
    below += bins[level]!;
    sumBelow += bins[level]! * level;
    if (below === 0 || below === total) continue;
    const apart = sumBelow / below - (sum - sumBelow) / (total - below);
    const between = below * (total - below) * apart * apart;
    if (between > most) {
      most = between;
      best = level;
    }
  }
  return best;
}

function weightedMedian(bins: Float64Array, from: number): number {
  let total = 0;
  for (let level = from; level < bins.length; level++) total += bins[level]!;
  let seen = 0;
  for (let level = from; level < bins.length; level++) {
    seen += bins[level]!;
    if (2 * seen >= total) return level + 0.5;
  }
  return bins.length;
}
