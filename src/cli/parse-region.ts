import type { Shapes } from '#imaging/area.ts';
import { UsageError } from './usage-error.ts';

/**
 * A box from `x,y,width,height`: in parts of a picture of the given size when no number is above 1, in pixels
 * otherwise. Throws UsageError when it is no box or has nothing of the picture in it.
 */
export function parseRegion(text: string, size: { width: number; height: number }): Shapes {
  const numbers = text
    .split(',')
    .map((part) => (/^\s*\d{1,6}(\.\d{1,9})?\s*$/.test(part) ? Number(part) : NaN));
  const [x, y, width, height] = numbers as [number, number, number, number];
  if (numbers.length !== 4 || numbers.some(Number.isNaN) || width === 0 || height === 0) {
    throw new UsageError(
      `--region takes four numbers, x,y,width,height, such as 200,120,180,90 (pixels) or 0.2,0.1,0.5,0.4 (parts), not “${text}”.`,
    );
  }
  const across = Math.max(...numbers) > 1 ? size.width : 1;
  const down = across > 1 ? size.height : 1;
  if (x >= across || y >= down) {
    throw new UsageError(
      `--region ${text} lies outside of the golden photo, which is ${size.width} x ${size.height} px.`,
    );
  }
  return { boxes: [{ x: x / across, y: y / down, width: width / across, height: height / down }] };
}
