import { changeOf, lumaAt } from '#imaging/colour.ts';
import type { Picture } from '#imaging/picture.ts';
import { scratch } from '#imaging/scratch.ts';
import type { Mark } from '#imaging/settle.ts';

/** Pixels along a row, and along a column, between which steps in brightness are compared: fine and coarse grain. */
const LAGS = [1, 4];

/** A texture twice as rough as the one around is seen as well as a tone that is 1.2 deviations away. */
const ROUGHNESS = 1.8;

/**
 * How far a mark of texture like the surface's own stands out of it, in grey levels. Each of its pixels may differ without anybody
 * seeing it, so that its contrast says nothing: what is seen is another tone, or another roughness at some scale and direction.
 */
export function standsOut(golden: Picture, mark: Mark): number {
  const { channels } = golden;
  const { owned, values, left, top, width, area } = mark;
  const before = scratch(Float32Array, owned.length);
  const after = scratch(Float32Array, owned.length);
  const drawn: Picture = { ...mark, channels, data: values };
  const shift = [0, 0, 0];
  for (let i = 0; i < owned.length; i++) {
    if (!owned[i]) continue;
    const x = i % width;
    const at = (((i - x) / width + top) * golden.width + x + left) * channels;
    before[i] = lumaAt(golden, at);
    after[i] = lumaAt(drawn, i * channels);
    for (let c = 0; c < 3; c++) {
      const channel = Math.min(c, channels - 1);
      shift[c]! += (values[i * channels + channel]! - golden.data[at + channel]!) / area;
    }
  }
  const old = roughness(before, mark);
  const now = roughness(after, mark);
  // A level more: what is nearly flat is not rougher by being a little less flat.
  const other = Math.max(...old.map((value, k) => Math.abs(Math.log((now[k]! + 1) / (value + 1)))));
  return changeOf(shift[0]!, shift[1]!, shift[2]!) + ROUGHNESS * old[0]! * other;
}

/** Standard deviation of a mark's pixels, and the mean steps between those that lie a lag apart. */
function roughness(luma: Float32Array, { owned, width, area }: Mark): number[] {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < luma.length; i++) {
    sum += luma[i]!;
    squares += luma[i]! ** 2;
  }
  const deviation = Math.sqrt(Math.max(0, squares / area - (sum / area) ** 2));
  return [
    deviation,
    ...LAGS.flatMap((lag) => [meanStep(luma, owned, lag), meanStep(luma, owned, lag * width)]),
  ];
}

/** A mark lies away from its rectangle's border, so that a step seldom leads from one row's end to the next one's start. */
function meanStep(luma: Float32Array, owned: Uint8Array, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let i = lag; i < luma.length; i++) {
    if (!owned[i] || !owned[i - lag]) continue;
    sum += Math.abs(luma[i]! - luma[i - lag]!);
    count++;
  }
  return count > 0 ? sum / count : 0;
}
