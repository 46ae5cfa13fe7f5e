/**
 * Where a pixel of the golden image is found in the other picture: a turn, a scale and a shift about the
 * picture's centre. With (u, v) from the centre, x' = a u - b v + dx, y' = b u + a v + dy, again from the centre.
 */
export type Motion = { readonly a: number; readonly b: number; readonly dx: number; readonly dy: number };

export const STILL: Motion = { a: 1, b: 0, dx: 0, dy: 0 };

/** `first`, then `second`. */
export function compose(second: Motion, first: Motion): Motion {
  return {
    a: second.a * first.a - second.b * first.b,
    b: second.b * first.a + second.a * first.b,
    dx: second.a * first.dx - second.b * first.dy + second.dx,
    dy: second.b * first.dx + second.a * first.dy + second.dy,
  };
}

export function invert({ a, b, dx, dy }: Motion): Motion {
  const size = a * a + b * b;
  const [c, s] = [a / size, -b / size];
  return { a: c, b: s, dx: -(c * dx - s * dy), dy: -(s * dx + c * dy) };
}

/** The same motion on a picture `factor` times as large. */
export function enlarge(motion: Motion, factor: number): Motion {
  return { ...motion, dx: motion.dx * factor, dy: motion.dy * factor };
}

export function degreesOf({ a, b }: Motion): number {
  return (Math.atan2(b, a) * 180) / Math.PI;
}

export function scaleOf({ a, b }: Motion): number {
  return Math.hypot(a, b);
}
