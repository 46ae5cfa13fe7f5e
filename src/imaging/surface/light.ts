/** Where the light comes from, in the picture plane. */
export type Light = {
  /** Radians in picture coordinates (x right, y down): the direction *towards* the light. */
  readonly azimuth: number;
  /** 0 = guessed (upper left, the custom of product photos), 1 = clearly seen. */
  readonly confidence: number;
};

const CUSTOMARY = (-120 * Math.PI) / 180;

/**
 * Two clues, added as vectors. Rims: just inside the outline surfaces turn away from the viewer, so their
 * brightness by outward direction peaks towards the light. Faces: the brightness falls off away from it.
 * `luma` and `inside` (distance to the outline, px) are on the reduced grid.
 */
export function measureLight(
  luma: Float32Array,
  product: Uint8Array,
  inside: Float32Array,
  width: number,
  height: number,
  wholeFrame: boolean,
): Light {
  let rimX = 0;
  let rimY = 0;
  let rims = 0;
  let rimMean = 0;
  const rim: [number, number, number][] = [];
  let n = 0;
  let sx = 0;
  let sy = 0;
  let s = 0;
  let ss = 0;
  let sxv = 0;
  let syv = 0;
  let sxx = 0;
  let syy = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      if (!product[i]) continue;
      const value = luma[i]!;
      n++;
      s += value;
      ss += value * value;
      sx += x;
      sy += y;
      sxv += x * value;
      syv += y * value;
      sxx += x * x;
      syy += y * y;
      if (!wholeFrame && inside[i]! > 1.5 && inside[i]! < 5) {
        const gx = inside[i - 1]! - inside[i + 1]!;
        const gy = inside[i - width]! - inside[i + width]!;
        const length = Math.hypot(gx, gy);
        if (length > 0.5) {
          rim.push([gx / length, gy / length, value]);
          rimMean += value;
          rims++;
        }
      }
    }
  }
  if (n < 64) return { azimuth: CUSTOMARY, confidence: 0 };
  const mean = s / n;
  const deviation = Math.sqrt(Math.max(1, ss / n - mean * mean));
  // Slope of brightness over the product, in deviations per half extent.
  const slopeX = (sxv / n - (sx / n) * mean) / Math.sqrt(Math.max(1, sxx / n - (sx / n) ** 2)) / deviation;
  const slopeY = (syv / n - (sy / n) * mean) / Math.sqrt(Math.max(1, syy / n - (sy / n) ** 2)) / deviation;
  if (rims > 0) {
    rimMean /= rims;
    for (const [dx, dy, value] of rim) {
      rimX += (dx * (value - rimMean)) / deviation / rims;
      rimY += (dy * (value - rimMean)) / deviation / rims;
    }
  }
  const x = slopeX + 2 * rimX;
  const y = slopeY + 2 * rimY;
  const confidence = Math.min(1, Math.hypot(x, y) / 0.6);
  if (confidence < 0.25) return { azimuth: CUSTOMARY, confidence: 0 };
  return { azimuth: Math.atan2(y, x), confidence };
}
