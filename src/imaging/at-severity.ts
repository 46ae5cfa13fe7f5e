import { JUST_NOTICEABLE } from '#imaging/colour.ts';
import type { Layer } from '#imaging/composite.ts';
import { contrastOf, solveStrength } from '#imaging/contrast.ts';
import type { Canvas } from '#imaging/craft/canvas.ts';
import type { Picture } from '#imaging/picture.ts';
import { roomForMark, settleMark, type Mark } from '#imaging/settle.ts';
import {
  aimAt,
  aimOn,
  contrastUnit,
  deviationAt,
  easeTo,
  leastLevels,
  SMALLEST_UNIT,
  type Aim,
  type Wish,
} from '#imaging/severity.ts';
import type { Surface } from '#imaging/surface/surface.ts';
import { takenOn } from '#imaging/taken.ts';

type AtSeverity = {
  readonly mark: Mark;
  /** Contrast that came out, in units and in grey levels. */
  readonly units: number;
  readonly levels: number;
  readonly aimed: Aim;
  /** Grey levels under which the mark is lost in the texture; 0 where that does not count. */
  readonly least: number;
};

/** A layer as strong as wished for, by the mark's own yardstick; what came out in units and in grey levels. */
export function atSeverity(
  golden: Picture,
  surface: Surface,
  layer: Layer,
  wish: Wish,
  luma: number,
  taken: readonly Mark[],
): AtSeverity {
  const { yardstick } = layer.canvas;
  const kept = takenOn(layer.canvas, taken);
  const room = roomForMark(golden, layer);
  if (yardstick?.kind === 'shift') {
    const mark = settleMark(golden, layer, 1, kept, room);
    const { units, named } = yardstick;
    return {
      mark,
      units,
      levels: contrastOf(mark.changes),
      aimed: named ? aimAt(units) : wish.aim,
      least: 0,
    };
  }
  const points = samplePoints(surface, layer.canvas, layer.active);
  const unit =
    yardstick?.kind === 'contrast'
      ? Math.max(SMALLEST_UNIT, yardstick.levels)
      : contrastUnit(surface, points);
  const least =
    yardstick?.kind === 'contrast' || wish.isNamed
      ? 0
      : leastLevels(deviationAt(surface, points), heartOf(layer), wish.isBarely);
  if (yardstick?.kind === 'itself' && !wish.isNamed) {
    const mark = settleMark(golden, layer, Math.min(1, layer.strongest), kept, room);
    const units = contrastOf(mark.changes) / unit;
    return { mark, units, levels: units * unit, aimed: easeTo(units, wish) ?? wish.aim, least };
  }
  const aim = aimOn(wish, unit, luma, least);
  let strength = solveStrength(golden, layer, aim.units * unit, JUST_NOTICEABLE);
  let mark = settleMark(golden, layer, strength, kept, room);
  let units = contrastOf(mark.changes) / unit;
  for (let k = 0; k < 4 && mark.area > 0 && (units < aim.min || units > aim.max); k++) {
    strength = Math.min(layer.strongest, strength * Math.max(0.4, Math.min(2.5, (aim.units / units) ** 1.2)));
    mark = settleMark(golden, layer, strength, kept, room);
    units = contrastOf(mark.changes) / unit;
  }
  // Nobody asked for this much, and the surface cannot show it: less is right.
  const isWeak = units < aim.min && strength >= 0.99 * layer.strongest;
  return { mark, units, levels: units * unit, aimed: (isWeak ? easeTo(units, wish) : null) ?? aim, least };
}

/** Pixels that belong to a mark whatever its strength; for marks of faint parts alone, half of what they touch. */
function heartOf({ canvas, active }: Layer): number {
  let area = 0;
  for (const i of active) if (canvas.support[i]! > 0.5) area++;
  return area || active.length / 2;
}

/** Up to 200 places in the heart of a mark, for its unit of contrast. */
function samplePoints(
  surface: Surface,
  canvas: Canvas,
  active: Int32Array,
): { x: number; y: number; luma: number }[] {
  const points: { x: number; y: number; luma: number }[] = [];
  const step = Math.max(1, Math.floor(active.length / 200));
  for (let k = 0; k < active.length; k += step) {
    const i = active[k]!;
    const x = (i % canvas.width) + canvas.left;
    const y = Math.floor(i / canvas.width) + canvas.top;
    const u = Math.min(surface.grid.width - 1, Math.floor(x * surface.grid.scale));
    const v = Math.min(surface.grid.height - 1, Math.floor(y * surface.grid.scale));
    points.push({ x, y, luma: surface.luma[v * surface.grid.width + u]! });
  }
  return points;
}
