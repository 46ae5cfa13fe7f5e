import type { Habits, Site } from '#imaging/defects/family.ts';
import type { Ground } from '#imaging/ground.ts';
import type { Mark } from '#imaging/settle.ts';
import { gridIndex } from '#imaging/surface/surface.ts';
import { isTaken } from '#imaging/taken.ts';

/** Pixels that may be background (a bore's floor) weigh half of those that are: marks go there where nothing else is. */
const DOUBT_COST = 3;

/** How badly a footprint lies: off the product or the region, over steps in its shape, over earlier marks. */
export function footprintCost(
  { surface, allowed, motif }: Ground,
  site: Site,
  habits: Habits,
  taken: readonly Mark[],
): number {
  const lanes = habits.slenderness > 0.3 ? [-0.8, -0.4, 0, 0.4, 0.8] : [-0.5, 0, 0.5];
  const half = (site.size * habits.slenderness) / 2;
  // On a busy texture every pixel is an edge; only what stands out of it is a step in the shape.
  const step = 5 + 2.5 * surface.usualEdge;
  let off = 0;
  let steps = 0;
  let clash = 0;
  let doubt = 0;
  let n = 0;
  let mean = 0;
  let squares = 0;
  const cos = Math.cos(site.angle);
  const sin = Math.sin(site.angle);
  // About every second grid pixel: steps are thin.
  const stops = Math.max(16, Math.min(64, Math.round((site.size * surface.grid.scale) / 2)));
  for (let k = 0; k <= stops; k++) {
    const t = ((k / stops) * 2 - 1) * 0.5 * site.size;
    for (const lane of lanes) {
      const s =
        lane * half * Math.sqrt(Math.max(0, 1 - (habits.slenderness > 0.3 ? ((2 * k) / stops - 1) ** 2 : 0)));
      const x = site.x + t * cos - s * sin;
      const y = site.y + t * sin + s * cos;
      n++;
      if (x < 0 || y < 0 || x >= surface.width || y >= surface.height) {
        // A texture goes on beyond its frame, and so may a mark.
        off += surface.wholeFrame ? 0.25 : 1;
        continue;
      }
      const i = gridIndex(surface, x, y);
      // A mark on print starts on it, and may reach beyond.
      if (!surface.product[i] || (allowed && !motif && !allowed[i])) {
        off++;
        continue;
      }
      doubt += surface.doubtful[i]!;
      steps += Math.min(1, Math.max(0, surface.edges[i]! - step) / 15);
      if (isTaken(taken, Math.floor(x), Math.floor(y))) clash++;
      mean += surface.luma[i]!;
      squares += surface.luma[i]! ** 2;
    }
  }
  const on = Math.max(1, n - off);
  // Print is nothing but steps.
  if (motif) return (6 * off) / n + (8 * clash) / n;
  // A mark along the outline belongs on a sharp one, not where the product was only thought to end.
  const stepCost = site.outline ? -1.5 : 8;
  const spread = Math.sqrt(Math.max(0, squares / on - (mean / on) ** 2)) / 255;
  return (6 * off) / n + (DOUBT_COST * doubt) / on + (stepCost * steps) / on + (8 * clash) / n + 2 * spread;
}
