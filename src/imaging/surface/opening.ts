/** Morphological opening with a 3 x 3 square; what lies beyond the frame counts as not set. */
export function opened(set: Uint8Array, width: number, height: number): Uint8Array {
  return shifted(shifted(set, width, height, 1), width, height, 0);
}

/** Erosion (`all` = 1) or dilation (0) by the 3 x 3 square, one axis after the other. */
function shifted(set: Uint8Array, width: number, height: number, all: 0 | 1): Uint8Array {
  const rows = new Uint8Array(set.length);
  for (let row = 0; row < set.length; row += width) {
    let before = 0;
    let here = set[row]!;
    const last = row + width - 1;
    for (let i = row; i < last; i++) {
      const after = set[i + 1]!;
      rows[i] = all ? before & here & after : before | here | after;
      before = here;
      here = after;
    }
    rows[last] = all ? 0 : before | here;
  }
  // Beyond the first and the last row lies a row that is not set.
  const output = new Uint8Array(set.length);
  const end = set.length - width;
  if (all) {
    for (let i = width; i < end; i++) output[i] = rows[i - width]! & rows[i]! & rows[i + width]!;
    return output;
  }
  for (let i = 0; i < set.length; i++) output[i] = rows[i]!;
  for (let i = width; i < set.length; i++) output[i]! |= rows[i - width]!;
  for (let i = 0; i < end; i++) output[i]! |= rows[i + width]!;
  return output;
}
