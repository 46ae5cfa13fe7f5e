/** Megapixels as providers bill them: whole, and up. */
export function wholeMegapixels(pixels: number): number {
  return Math.max(1, Math.ceil(pixels / 1_000_000));
}
