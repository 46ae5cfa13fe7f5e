/** Morphological opening with a 3 x 3 square; what lies beyond the frame counts as not set. */
export function opened(set: Uint8Array, width: number, height: number): Uint8Array {
  return shifted(shifted(set, width, height, 1), width, height, 0);
}

/** Erosion (`all` = 1) or dilation (0) by the 3 x 3 square, one axis after the other. */
function shifted(set: Uint8Array, width: number, height: number, all: 0 | 1): Uint8Array {
  const rows = new Uint8Array(set.length);
  const output = new Uint8Array(set.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const before = x > 0 ? set[i - 1]! : 0;
      const after = x < width - 1 ? set[i + 1]! : 0;
      rows[i] = all ? before & set[i]! & after : before | set[i]! | after;
    }
  }
  for (let i = 0; i < set.length; i++) {
    const above = i >= width ? rows[i - width]! : 0;
    const below = i + width < set.length ? rows[i + width]! : 0;
    output[i] = all ? above & rows[i]! & below : above | rows[i]! | below;
  }
  return output;
}
