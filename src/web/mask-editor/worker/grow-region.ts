import type { Box } from '#core/annotation/mask.ts';
import type { Point } from '#core/annotation/shape-rows.ts';
import type { Region } from '#core/annotation/region.ts';

type Size = { readonly width: number; readonly height: number };

/**
 * The pixels that hang together with `seed` (an index), all of them taken by `takes`; corners count as touching where
 * `corners` is set. Goes span by span (Smith 1979), so a picture of 12 MP takes some tens of milliseconds. Empty where the
 * seed itself is not taken.
 */
export function growRegion(
  { width, height }: Size,
  seed: number,
  takes: (index: number) => boolean,
  { corners = true } = {},
): Region {
  const seen = new Uint8Array(width * height);
  const reach = corners ? 1 : 0;
  const waiting = [seed];
  const bounds = { left: width, right: -1, top: height, bottom: -1 };
  let area = 0;
  while (waiting.length > 0) {
    const at = waiting.pop()!;
    if (seen[at] !== 0 || !takes(at)) continue;
    const y = Math.floor(at / width);
    const start = y * width;
    let from = at;
    while (from > start && seen[from - 1] === 0 && takes(from - 1)) from--;
    let to = at + 1;
    while (to < start + width && seen[to] === 0 && takes(to)) to++;
    seen.fill(255, from, to);
    area += to - from;
    bounds.left = Math.min(bounds.left, from - start);
    bounds.right = Math.max(bounds.right, to - start - 1);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
    for (const row of [y - 1, y + 1]) {
      if (row < 0 || row >= height) continue;
      const first = row * width + Math.max(0, from - start - reach);
      const last = row * width + Math.min(width, to - start + reach);
      let isInside = false;
      for (let k = first; k < last; k++) {
        const isTaken = seen[k] === 0 && takes(k);
        if (isTaken && !isInside) waiting.push(k);
        isInside = isTaken;
      }
    }
  }
  return cutOut(seen, width, bounds, area);
}

function cutOut(
  seen: Uint8Array,
  width: number,
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  area: number,
): Region {
  if (area === 0) return { box: { x: 0, y: 0, width: 0, height: 0 }, area, data: new Uint8Array() };
  const box: Box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  const data = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (top + y) * width + left;
    data.set(seen.subarray(from, from + box.width), y * box.width);
  }
  return { box, area, data };
}

export function indexOf({ x, y }: Point, { width, height }: Size): number {
  const column = Math.min(width - 1, Math.max(0, Math.floor(x)));
  return Math.min(height - 1, Math.max(0, Math.floor(y))) * width + column;
}
