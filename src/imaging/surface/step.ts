/** Pixels on each side of an outline between which its step is measured. */
export const REACH = 3;

/** Largest difference of a Lab channel between the two sides of a pixel, in one direction. */
export function stepAcross(lab: Float32Array, i: number, step: number): number {
  const a = (i - (REACH - 1) * step) * 3;
  const b = (i + REACH * step) * 3;
  return Math.max(
    Math.abs(lab[a]! - lab[b]!),
    Math.abs(lab[a + 1]! - lab[b + 1]!),
    Math.abs(lab[a + 2]! - lab[b + 2]!),
  );
}
