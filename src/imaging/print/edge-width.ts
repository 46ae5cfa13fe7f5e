import type { Motif } from './motif.ts';
import type { Window } from './window.ts';

/** Fewer edge pixels than this say nothing. */
const FEWEST = 8;
/** Nothing that was photographed is sharper than a pixel. */
const SHARPEST = 1;

/**
 * How wide the print's own edge is in an area, px from bare ground to full ink at the slope it has half way: the median
 * over the pixels in which the ink ends. `null` where there are next to none.
 */
export function edgeWidth({ window, cover }: Motif, area: Window): number | null {
  const slopes: number[] = [];
  const from = { x: Math.max(1, area.left - window.left), y: Math.max(1, area.top - window.top) };
  const to = {
    x: Math.min(window.width - 1, area.left + area.width - window.left),
    y: Math.min(window.height - 1, area.top + area.height - window.top),
  };
  for (let y = from.y; y < to.y; y++) {
    for (let x = from.x; x < to.x; x++) {
      const i = y * window.width + x;
      const here = cover[i]! >= 0.5;
      if (here === cover[i - 1]! >= 0.5 && here === cover[i - window.width]! >= 0.5) continue;
      // Half a pixel up and left of the middle, where the ink ends.
      const across = cover[i]! - cover[i - 1]!;
      const down = cover[i]! - cover[i - window.width]!;
      slopes.push(Math.hypot(across, down));
    }
  }
  if (slopes.length < FEWEST) return null;
  slopes.sort((a, b) => a - b);
  return Math.max(SHARPEST, 1 / slopes[slopes.length >> 1]!);
}
