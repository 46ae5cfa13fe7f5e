/** Left, top, right and bottom (inclusive) of what is covered by a half or more; `null` where nothing is. */
export function boxOf(
  cover: Uint8Array | Float32Array,
  width: number,
): [number, number, number, number] | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -1, -1];
  for (let i = 0; i < cover.length; i++) {
    if (cover[i]! < 0.5) continue;
    const x = i % width;
    const y = (i - x) / width;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box[2] < 0 ? null : box;
}
