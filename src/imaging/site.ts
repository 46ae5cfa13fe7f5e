import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import type { Point } from '#imaging/craft/path.ts';
import type { Habits, Site } from '#imaging/defects/family.ts';
import type { Region } from '#imaging/regions.ts';
import { traceRim } from '#imaging/rim.ts';
import { gridIndex, type Surface } from '#imaging/surface/surface.ts';

/** A mark on one grid spot: its angle by the prompt, the grain or chance; at rims, growing inwards if it does. */
export function siteAt(
  surface: Surface,
  spot: number,
  region: Region,
  size: number,
  parameters: PromptParameters,
  habits: Habits,
  random: Random,
): Site {
  const { width, scale } = surface.grid;
  let x = ((spot % width) + random.next()) / scale;
  let y = (Math.floor(spot / width) + random.next()) / scale;
  let angle = random.between(0, Math.PI);
  const direction = parameters.direction;
  if (direction === 'along-grain') angle = surface.grain.angle[spot]! + random.normal(0, 0.06);
  else if (direction === 'across-grain')
    angle = surface.grain.angle[spot]! + Math.PI / 2 + random.normal(0, 0.08);
  else if (direction) angle = (-direction.degrees * Math.PI) / 180 + random.normal(0, 0.06);

  let silhouette: Site['rim'] = null;
  if (habits.growsFromEdge && (region === 'edge' || region === 'hole' || region === 'corner')) {
    const rim = walkToRim(surface, spot, region);
    const inward = rim.inward + (direction ? 0 : random.normal(0, 0.4));
    if (!direction) angle = inward;
    else if (Math.cos(angle - inward) < 0) angle += Math.PI;
    if (region !== 'hole' && !surface.wholeFrame) silhouette = rim;
    x = rim.x + (Math.cos(angle) * size) / 2;
    y = rim.y + (Math.sin(angle) * size) / 2;
  }
  let outline: readonly Point[] | null = null;
  if (
    habits.followsRim &&
    !surface.wholeFrame &&
    (region === 'edge' || region === 'hole' || region === 'corner')
  ) {
    outline = traceRim(surface, walkToRim(surface, spot, region), region === 'hole', size);
    if (outline) {
      const middle = outline.length >> 1;
      const before = outline[middle - 1]!;
      ({ x, y } = outline[middle]!);
      angle = Math.atan2(y - before.y, x - before.x);
    }
  }
  return { ...siteOf(surface, { x, y, angle, size }, outline, spot), rim: silhouette };
}

/** What the surface is like at a place; the grain is that of the grid `spot`. */
export function siteOf(
  surface: Surface,
  place: Pick<Site, 'x' | 'y' | 'angle' | 'size'>,
  outline: Site['outline'],
  spot: number = gridIndex(surface, place.x, place.y),
): Site {
  return {
    ...place,
    outline,
    rim: null,
    diameter: surface.diameter,
    // A texture is seen from nearer than a part.
    hair: surface.wholeFrame ? Math.max(0.7, surface.diameter / 400) : Math.max(0.5, surface.diameter / 600),
    light: surface.light,
    luma: lumaAround(surface, place.x, place.y),
    grain: { angle: surface.grain.angle[spot]!, coherence: surface.grain.coherence[spot]! },
  };
}

/** Mean luma of the product on a small square around a place, and that of the place itself where there is none. */
function lumaAround(surface: Surface, x: number, y: number): number {
  const { width, height } = surface.grid;
  const middle = gridIndex(surface, x, y);
  const u = middle % width;
  const v = (middle - u) / width;
  let sum = 0;
  let n = 0;
  for (let row = Math.max(0, v - AROUND); row <= Math.min(height - 1, v + AROUND); row++) {
    for (let column = Math.max(0, u - AROUND); column <= Math.min(width - 1, u + AROUND); column++) {
      const i = row * width + column;
      if (!surface.product[i]) continue;
      sum += surface.luma[i]!;
      n++;
    }
  }
  return n > 0 ? sum / n : surface.luma[middle]!;
}

/** Half of that square's side, grid px: single grains of a texture say nothing of its brightness. */
const AROUND = 6;

/** From a spot near a rim (outline, hole, or the frame when all is product) to the rim, and the way back inwards. */
function walkToRim(surface: Surface, spot: number, region: Region): { x: number; y: number; inward: number } {
  const { width, height, scale } = surface.grid;
  const field = region === 'hole' ? surface.toHole : surface.inside;
  const depth = (u: number, v: number): number =>
    surface.wholeFrame ? Math.min(u + 1, v + 1, width - u, height - v) : field[v * width + u]!;
  let u = spot % width;
  let v = Math.floor(spot / width);
  let inward = 0;
  for (let k = 0; k < 200; k++) {
    const l = Math.max(0, u - 1);
    const r = Math.min(width - 1, u + 1);
    const t = Math.max(0, v - 1);
    const b = Math.min(height - 1, v + 1);
    const gx = depth(r, v) - depth(l, v);
    const gy = depth(u, b) - depth(u, t);
    if (gx !== 0 || gy !== 0) inward = Math.atan2(gy, gx);
    if (depth(u, v) <= 1.5) break;
    const nu = Math.max(0, Math.min(width - 1, Math.round(u - Math.cos(inward))));
    const nv = Math.max(0, Math.min(height - 1, Math.round(v - Math.sin(inward))));
    if (nu === u && nv === v) break;
    u = nu;
    v = nv;
  }
  return { x: (u + 0.5) / scale, y: (v + 0.5) / scale, inward };
}
