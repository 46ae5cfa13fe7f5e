/** Connected parts of a binary image: a label per pixel (0 = background, else 1..count) and their sizes. */
export type Components = {
  readonly labels: Int32Array;
  /** Pixels of each part; index 0 is unused. */
  readonly areas: number[];
  /** `[left, top, right, bottom]` of each part, right and bottom inclusive; index 0 is unused. */
  readonly boxes: [number, number, number, number][];
};

/** Flood fill in reading order, so that labels are stable; `neighbours` is 4 or 8. */
export function findComponents(
  set: Uint8Array,
  width: number,
  height: number,
  neighbours: 4 | 8,
): Components {
  const labels = new Int32Array(width * height);
  const areas = [0];
  const boxes: Components['boxes'] = [[0, 0, -1, -1]];
  // Every pixel is put on it once at most.
  const stack = new Int32Array(width * height);
  const corners = neighbours === 8;
  for (let start = 0; start < set.length; start++) {
    if (set[start] === 0 || labels[start] !== 0) continue;
    const label = areas.length;
    let area = 0;
    let left = width;
    let right = -1;
    let top = height;
    let bottom = -1;
    let held = 0;
    labels[start] = label;
    stack[held++] = start;
    while (held > 0) {
      const i = stack[--held]!;
      const y = Math.floor(i / width);
      const x = i - y * width;
      area++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      const firstRow = y > 0 && corners ? y - 1 : y;
      const lastRow = y < height - 1 && corners ? y + 1 : y;
      const from = x > 0 ? -1 : 0;
      const to = x < width - 1 ? 1 : 0;
      for (let v = firstRow; v <= lastRow; v++) {
        for (let next = v * width + x + from; next <= v * width + x + to; next++) {
          if (set[next] === 0 || labels[next] !== 0) continue;
          labels[next] = label;
          stack[held++] = next;
        }
      }
      if (corners) continue;
      if (y > 0 && set[i - width] !== 0 && labels[i - width] === 0) {
        labels[i - width] = label;
        stack[held++] = i - width;
      }
      if (y < height - 1 && set[i + width] !== 0 && labels[i + width] === 0) {
        labels[i + width] = label;
        stack[held++] = i + width;
      }
    }
    areas.push(area);
    boxes.push([left, top, right, bottom]);
  }
  return { labels, areas, boxes };
}
