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
  const corners = neighbours === 8;
  const visit = (i: number, label: number): void => {
    if (!set[i] || labels[i]) return;
    labels[i] = label;
    stack.push(i);
  };
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
      const notFirst = x > 0;
      const notLast = x < width - 1;
      if (notFirst) visit(i - 1, label);
      if (notLast) visit(i + 1, label);
      if (y > 0) {
        visit(i - width, label);
        if (corners && notFirst) visit(i - width - 1, label);
        if (corners && notLast) visit(i - width + 1, label);
      }
      if (y < height - 1) {
        visit(i + width, label);
        if (corners && notFirst) visit(i + width - 1, label);
        if (corners && notLast) visit(i + width + 1, label);
      }
    }
    areas.push(area);
    boxes.push([left, top, right, bottom]);
  }
  return { labels, areas, boxes };
}
