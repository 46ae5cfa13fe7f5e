import { linearOf } from '#imaging/colour.ts';
import { openCanvas, type Canvas, type Frame } from '#imaging/craft/canvas.ts';

/** New 8-bit values, not rounded, for a rectangle of the photo. */
export type Retouch = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly values: Float32Array;
  /**
   * 0-1: how much of the new value each pixel takes at strength 1. It is blurred like the photo: where fine strokes
   * change it is 1 beyond them, over new values that are the photo's own.
   */
  readonly amount: Float32Array;
  /** How much of the photo's noise the new values lack, 0-1. */
  readonly lacks: Float32Array;
};

/** A canvas that turns the photo into the retouched one: all of it at strength 1, and never more. */
export function canvasOf(frame: Frame, retouch: Retouch): Canvas {
  const { left, top, width, height, channels, values, amount, lacks } = retouch;
  const canvas = openCanvas(frame, left, top, left + width, top + height);
  canvas.cover.set(amount);
  canvas.limit = 1;
  canvas.scattered = true;
  canvas.matter = (x, y, out) => {
    const i = (y - top) * width + x - left;
    for (let c = 0; c < channels; c++) out[c] = linearLight(values[i * channels + c]!);
    return lacks[i]!;
  };
  return canvas;
}

function linearLight(value: number): number {
  const low = Math.max(0, Math.min(254, Math.floor(value)));
  const part = Math.max(0, Math.min(1, value - low));
  return linearOf[low]! * (1 - part) + linearOf[low + 1]! * part;
}
