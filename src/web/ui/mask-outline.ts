const fill = [255, 0, 200, 90] as const;
const inner = [255, 255, 255, 255] as const;
const outer = [0, 0, 0, 255] as const;

/**
 * Paints a mask so that it shows on any surface: magenta inside, a white line along its inner edge and a
 * black one along its outer edge, whichever of the three the picture happens to swallow.
 *
 * `mask` has one byte per pixel, row by row, marked where above 0. Returns RGBA, 4 bytes per pixel.
 */
export function paintMask(mask: Uint8Array, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const painted = new Uint8ClampedArray(width * height * 4);
  const marked = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] > 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = mask[y * width + x] > 0;
      let near = 0;
      if (marked(x - 1, y)) near++;
      if (marked(x + 1, y)) near++;
      if (marked(x, y - 1)) near++;
      if (marked(x, y + 1)) near++;
      if (!here && near === 0) continue;
      painted.set(here ? (near < 4 ? inner : fill) : outer, (y * width + x) * 4);
    }
  }
  return painted;
}
