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
  const stack: number[] = [];
  for (let start = 0; start < set.length; start++) {
    if (!set[start] || labels[start]) continue;
    const label = areas.length;
    let area = 0;
    let left = width;
    let right = -1;
    let top = height;
    let bottom = -1;
    labels[start] = label;
    stack.push(start);
    while (stack.length > 0) {
      const i = stack.pop()!;
      const x = i % width;
      const y = (i - x) / width;
      area++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      for (let dy = -1; dy <= 1; dy++) {
        const v = y + dy;
        if (v < 0 || v >= height) continue;
        for (let dx = -1; dx <= 1; dx++) {
          if (neighbours === 4 && dx !== 0 && dy !== 0) continue;
          const u = x + dx;
          if (u < 0 || u >= width) continue;
          const j = v * width + u;
          if (set[j] && !labels[j]) {
            labels[j] = label;
            stack.push(j);
          }
        }
      }
    }
    areas.push(area);
    boxes.push([left, top, right, bottom]);
  }
  return { labels, areas, boxes };
}
