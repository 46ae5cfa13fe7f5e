/**
 * A closed line through pixel corners: `[x1, y1, x2, y2, ...]`, whole numbers, the last point joins the
 * first, no point on a straight stretch.
 */
export type Ring = readonly number[];

/** Right, down, left, up. */
const stepX = [1, 0, -1, 0];
const stepY = [0, 1, 0, -1];

/**
 * The outlines of a bitmap along pixel edges, set pixels on the right hand: outer rings run clockwise on
 * the screen, holes the other way. Corner-touching pixels are on one ring, as they are in one region.
 *
 * `data` holds `width * height` bytes, row by row. Tracing edges and not pixel centres is what makes a
 * polygon decode to the very same mask: centres lose half a pixel all around, a thin scratch wholly.
 */
export function traceRings(data: Uint8Array, width: number, height: number): Ring[] {
  // A frame of background spares every look-up its bounds check.
  const stride = width + 2;
  const padded = new Uint8Array(stride * (height + 2));
  for (let y = 0; y < height; y++) {
    padded.set(data.subarray(y * width, (y + 1) * width), (y + 1) * stride + 1);
  }
  const seen = new Uint8Array(padded.length);
  const rings: Ring[] = [];
  // Every ring runs to the right somewhere, along the top of a pixel: look for those edges only.
  for (let y = 1; y <= height; y++) {
    for (let x = 1, i = y * stride + 1; x <= width; x++, i++) {
      if (padded[i] === 0 || padded[i - stride] !== 0 || seen[i] !== 0) continue;
      rings.push(followEdge(padded, seen, stride, x, y));
    }
  }
  return rings;
}

/** From the upper left corner of pixel (x, y) of the padded bitmap, once around. */
function followEdge(padded: Uint8Array, seen: Uint8Array, stride: number, x: number, y: number): Ring {
  const ring: number[] = [];
  const startX = x;
  const startY = y;
  // Offsets from the pixel below and right of a corner to the two pixels ahead of who arrives there.
  const aheadLeft = [-stride, 0, -1, -stride - 1];
  const aheadRight = [0, -1, -stride - 1, -stride];
  let direction = 0;
  do {
    ring.push(x - 1, y - 1);
    let turned = false;
    while (!turned) {
      if (direction === 0) seen[y * stride + x] = 1;
      x += stepX[direction]!;
      y += stepY[direction]!;
      const corner = y * stride + x;
      if (padded[corner + aheadLeft[direction]!] !== 0) {
        direction = (direction + 3) & 3;
        turned = true;
      } else if (padded[corner + aheadRight[direction]!] === 0) {
        direction = (direction + 1) & 3;
        turned = true;
      }
    }
    // Back at the start only when leaving it the same way: rings may pass a corner twice.
  } while (x !== startX || y !== startY || direction !== 0);
  return ring;
}
