import { lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';

const TYPICAL = 0.7;

/**
 * Blur of the photo's sharpest edges as a Gaussian sigma in full-size px, 0.4-2.5. At each strong edge the
 * gradient is compared with that of the edge blurred once more by 1 px: an edge of blur s loses the factor
 * s / sqrt(s^2 + 1) (Zhuo and Sim, 2011). The lower quartile is taken: soft edges may be soft objects.
 * `points` are full-size positions near strong edges.
 */
export function measureSharpness(
  picture: Picture,
  points: readonly { x: number; y: number; reach: number }[],
): number {
  const found: number[] = [];
  for (const point of points) {
    const edge = strongestNear(picture, point.x, point.y, point.reach);
    if (!edge || edge.strength < 16) continue;
    const ratio = edge.strength / Math.max(1e-3, gradientAt(picture, edge.x, edge.y, BLURRED));
    if (ratio <= 1.01) continue;
    found.push(1 / Math.sqrt(ratio * ratio - 1));
  }
  if (found.length < 8) return TYPICAL;
  found.sort((a, b) => a - b);
  return Math.max(0.4, Math.min(2.5, found[Math.floor(found.length / 4)]!));
}

type Kernel = {
  readonly radius: number;
  readonly derivative: readonly number[];
  readonly average: readonly number[];
};

const PLAIN: Kernel = { radius: 1, derivative: [-0.5, 0, 0.5], average: [0, 1, 0] };
/** Gaussian of sigma 1 px and its central difference. */
const BLURRED: Kernel = ((): Kernel => {
  const g = (i: number): number => (Math.abs(i) > 3 ? 0 : Math.exp((-i * i) / 2) / 2.5059);
  const taps = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
  return { radius: 4, derivative: taps.map((i) => (g(i - 1) - g(i + 1)) / -2), average: taps.map(g) };
})();

function gradientAt(picture: Picture, x: number, y: number, kernel: Kernel): number {
  const { width, height, channels } = picture;
  let gx = 0;
  let gy = 0;
  for (let dy = -kernel.radius; dy <= kernel.radius; dy++) {
    const v = Math.max(0, Math.min(height - 1, y + dy));
    for (let dx = -kernel.radius; dx <= kernel.radius; dx++) {
      const u = Math.max(0, Math.min(width - 1, x + dx));
      const value = lumaAt(picture, (v * width + u) * channels);
      const i = dx + kernel.radius;
      const j = dy + kernel.radius;
      gx += value * kernel.derivative[i]! * kernel.average[j]!;
      gy += value * kernel.average[i]! * kernel.derivative[j]!;
    }
  }
  return Math.hypot(gx, gy);
}

function strongestNear(
  picture: Picture,
  x: number,
  y: number,
  reach: number,
): { x: number; y: number; strength: number } | null {
  let best: { x: number; y: number; strength: number } | null = null;
  for (let v = Math.max(1, y - reach); v <= Math.min(picture.height - 2, y + reach); v++) {
    for (let u = Math.max(1, x - reach); u <= Math.min(picture.width - 2, x + reach); u++) {
      const strength = gradientAt(picture, u, v, PLAIN);
      if (!best || strength > best.strength) best = { x: u, y: v, strength };
    }
  }
  return best;
}
