const inside = [255, 0, 200, 110] as const;
const white = [255, 255, 255, 255] as const;
const black = [0, 0, 0, 255] as const;

/** How far the outline keeps from the mark, so that a hair-thin scratch stays visible within it. */
const distance = 3;

/**
 * Paints a mask so that it shows on any surface: magenta over the mark, and around it, at a little
 * distance, a white line in a black one, whichever of the three the picture happens to swallow.
 *
 * Without `filled` the outline alone. `mask` has one byte per pixel, row by row, marked where above 0. Returns RGBA, 4 bytes per pixel.
 */
export function paintMask(
  mask: Uint8Array,
  width: number,
  height: number,
  { filled = true }: { filled?: boolean } = {},
): Uint8ClampedArray<ArrayBuffer> {
  const painted = new Uint8ClampedArray(width * height * 4);
  const near = distanceUpTo(mask, width, height, distance + 2);
  for (let n = 0; n < mask.length; n++) {
    const away = near[n];
    if (away === 0) {
      if (filled) painted.set(inside, n * 4);
    } else if (away === distance || away === distance + 1) painted.set(white, n * 4);
    else if (away === distance + 2) painted.set(black, n * 4);
  }
  return painted;
}

/**
 * Steps from each pixel to the nearest mark, going along rows and columns only: 0 on it, `limit + 1` when
 * further than that. Two sweeps, each pixel looking at its neighbours already done.
 */
function distanceUpTo(mask: Uint8Array, width: number, height: number, limit: number): Uint8Array {
  const far = limit + 1;
  const steps = new Uint8Array(mask.length);
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? far : steps[y * width + x];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const n = y * width + x;
      steps[n] = mask[n] > 0 ? 0 : Math.min(far, at(x - 1, y) + 1, at(x, y - 1) + 1);
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const n = y * width + x;
      steps[n] = Math.min(steps[n], at(x + 1, y) + 1, at(x, y + 1) + 1);
    }
  }
  return steps;
}
