/** Differences from here on have the brightest colour, levels of 255. */
export const fullScale = 64;

/**
 * From black through violet and orange to pale yellow: ever lighter, so that it reads without colours too. Red, green and blue
 * at equal steps of the scale; after the "inferno" map of van der Walt and Smith.
 */
const stops = [
  [40, 11, 84],
  [101, 21, 110],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
] as const;

/** As a CSS gradient, for the legend. */
export const gradient = `linear-gradient(to right, ${stops.map((stop) => `rgb(${stop.join(' ')})`).join(', ')})`;

const table = colours();

/**
 * How far two pictures are apart, pixel by pixel: the largest difference of the three channels, in colours from 1 to
 * `fullScale` levels. Where they are equal nothing is painted.
 *
 * @param golden RGBA, 4 bytes per pixel.
 * @param candidate the same size; painted over with the answer.
 */
export function paintDifference(golden: Uint8ClampedArray, candidate: Uint8ClampedArray): void {
  const out = new Uint32Array(candidate.buffer, candidate.byteOffset, candidate.length / 4);
  for (let n = 0, at = 0; n < out.length; n++, at += 4) {
    const red = Math.abs(golden[at] - candidate[at]);
    const green = Math.abs(golden[at + 1] - candidate[at + 1]);
    const blue = Math.abs(golden[at + 2] - candidate[at + 2]);
    const most = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    out[n] = table[most];
  }
}

/** A colour for each of 256 differences, as the four bytes of a pixel; 0 for none. */
function colours(): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let level = 1; level < 256; level++) {
    const along = ((Math.min(level, fullScale) - 1) / (fullScale - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(along));
    for (let c = 0; c < 3; c++) {
      const [from, to] = [stops[below][c], stops[below + 1][c]];
      bytes[level * 4 + c] = from + (to - from) * (along - below);
    }
    bytes[level * 4 + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}
