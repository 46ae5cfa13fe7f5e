import { smooth } from './smooth.ts';

/** Direction of the surface's texture (machining marks, brushing, weave), on the reduced grid. */
export type Grain = {
  /** Radians in picture coordinates (x right, y down), along the lines; in (-pi/2, pi/2]. */
  readonly angle: Float32Array;
  /** 0 = no direction, 1 = perfectly parallel lines. */
  readonly coherence: Float32Array;
};

/** Structure tensor (Foerstner and Guelch, 1987) of the luma, averaged with sigma 8 px. */
export function measureGrain(luma: Float32Array, width: number, height: number): Grain {
  const count = width * height;
  const xx = new Float32Array(count);
  const xy = new Float32Array(count);
  const yy = new Float32Array(count);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const gx = luma[i + 1]! - luma[i - 1]!;
      const gy = luma[i + width]! - luma[i - width]!;
      // Outlines and print would drown the texture: strong gradients count no more than moderate ones.
      const limit = 1 / Math.max(1, Math.sqrt(gx * gx + gy * gy) / 12);
      xx[i] = gx * gx * limit * limit;
      xy[i] = gx * gy * limit * limit;
      yy[i] = gy * gy * limit * limit;
    }
  }
  const a = smooth(xx, width, height, 8);
  const b = smooth(xy, width, height, 8);
  const c = smooth(yy, width, height, 8);
  const angle = new Float32Array(count);
  const coherence = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const difference = a[i]! - c[i]!;
    const across = 0.5 * Math.atan2(2 * b[i]!, difference);
    angle[i] = across > 0 ? across - Math.PI / 2 : across + Math.PI / 2;
    coherence[i] = Math.sqrt(difference * difference + 4 * b[i]! * b[i]!) / (a[i]! + c[i]! + 1);
  }
  return { angle, coherence };
}
