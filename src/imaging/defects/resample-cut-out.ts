import { linearOf } from '#imaging/colour.ts';
import type { CutOutImage } from '#imaging/cut-out.ts';

/** A cut-out on a canvas: linear light times alpha, and alpha 0-1. */
export type Plate = {
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  readonly alpha: Float32Array;
};

type Pose = {
  /** Where its middle goes, full-size px. */
  readonly x: number;
  readonly y: number;
  /** Photo px for one of its own. */
  readonly scale: number;
  readonly angle: number;
  readonly flipped: boolean;
};

type Window = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** Samples taken of one photo pixel along each side, at most: a cut-out made more than 16 times smaller is thinned. */
const MOST_SAMPLES = 16;

/** Each photo pixel is the mean of what lies under it, so that a fibre made small becomes faint, not broken. */
export function resampleCutOut(cutOut: CutOutImage, window: Window, pose: Pose): Plate {
  const { width, height } = window;
  const field = (): Float32Array => new Float32Array(width * height);
  const plate: Plate = { red: field(), green: field(), blue: field(), alpha: field() };
  const n = Math.max(2, Math.min(MOST_SAMPLES, Math.ceil(1 / pose.scale)));
  const cos = Math.cos(pose.angle) / pose.scale;
  const sin = Math.sin(pose.angle) / pose.scale;
  const sum = new Float32Array(4);
  const reach = (Math.hypot(cutOut.width, cutOut.height) / 2) * pose.scale + 1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const px = x + window.left + 0.5 - pose.x;
      const py = y + window.top + 0.5 - pose.y;
      if (px * px + py * py > reach * reach) continue;
      sum.fill(0);
      for (let k = 0; k < n * n; k++) {
        const sx = px + ((k % n) + 0.5) / n - 0.5;
        const sy = py + (Math.floor(k / n) + 0.5) / n - 0.5;
        const along = sx * cos + sy * sin;
        const u = cutOut.width / 2 + (pose.flipped ? -along : along);
        const v = cutOut.height / 2 + sy * cos - sx * sin;
        addSample(cutOut, u - 0.5, v - 0.5, sum);
      }
      plate.red[i] = sum[0]! / (n * n);
      plate.green[i] = sum[1]! / (n * n);
      plate.blue[i] = sum[2]! / (n * n);
      plate.alpha[i] = sum[3]! / (n * n);
    }
  }
  return plate;
}

/** Bilinear; outside the cut-out all is transparent. */
function addSample({ width, height, data }: CutOutImage, u: number, v: number, sum: Float32Array): void {
  const left = Math.floor(u);
  const top = Math.floor(v);
  for (let dy = 0; dy < 2; dy++) {
    for (let dx = 0; dx < 2; dx++) {
      const x = left + dx;
      const y = top + dy;
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const at = (y * width + x) * 4;
      const weight = (Math.abs(u - left - 1 + dx) * Math.abs(v - top - 1 + dy) * data[at + 3]!) / 255;
      if (weight === 0) continue;
      sum[0]! += weight * linearOf[data[at]!]!;
      sum[1]! += weight * linearOf[data[at + 1]!]!;
      sum[2]! += weight * linearOf[data[at + 2]!]!;
      sum[3]! += weight;
    }
  }
}

/** Direction of the long axis of what is opaque, radians, y down (second moments). */
export function mainAxis({ width, height, data }: CutOutImage): number {
  let n = 0;
  let mx = 0;
  let my = 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < width * height; i++) {
    const a = data[i * 4 + 3]!;
    if (a === 0) continue;
    const x = i % width;
    const y = Math.floor(i / width);
    n += a;
    mx += a * x;
    my += a * y;
    xx += a * x * x;
    xy += a * x * y;
    yy += a * y * y;
  }
  if (n === 0) return 0;
  const cx = mx / n;
  const cy = my / n;
  return 0.5 * Math.atan2(2 * (xy / n - cx * cy), xx / n - cx * cx - (yy / n - cy * cy));
}
