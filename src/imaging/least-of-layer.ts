import { lumaAt } from '#imaging/colour.ts';
import type { Layer } from '#imaging/composite.ts';
import type { Picture } from '#imaging/picture.ts';
import { deviationAt, leastLevels } from '#imaging/severity.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** An eye adds up what differs everywhere in the same way; in a patch of such another texture it sees grain beside grain. */
const LARGEST_RESEMBLING = 50;

type Points = readonly { x: number; y: number }[];

/** Grey levels under which a layer on these places is lost in the texture there; 0 where that does not count. */
export function leastOfLayer(
  golden: Picture,
  surface: Surface,
  layer: Layer,
  points: Points,
  isBarely: boolean,
): number {
  const area = heartOf(layer);
  if (!layer.canvas.resembling) return leastLevels(deviationAt(surface, points), area, isBarely);
  // Clouds that are coarser than the blocks of the grid hide another texture too.
  const deviation = surface.wholeFrame ? deviationOf(golden, points) : 0;
  return leastLevels(deviation, Math.min(LARGEST_RESEMBLING, area), isBarely);
}

/** Pixels that belong to a mark whatever its strength; for marks of faint parts alone, half of what they touch. */
function heartOf({ canvas, active }: Layer): number {
  let area = 0;
  for (const i of active) if (canvas.support[i]! > 0.5) area++;
  return area || active.length / 2;
}

/** Standard deviation of luma over some of a photo's pixels. */
function deviationOf(golden: Picture, points: Points): number {
  const values = points.map(({ x, y }) => lumaAt(golden, (y * golden.width + x) * golden.channels));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
