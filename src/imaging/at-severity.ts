import { JUST_NOTICEABLE } from '#imaging/colour.ts';
import { withoutWarp, type Layer } from '#imaging/composite.ts';
import { contrastOf, contrastWith, solveStrength } from '#imaging/contrast.ts';
import type { Canvas } from '#imaging/craft/canvas.ts';
import type { Picture } from '#imaging/picture.ts';
import { leastOfLayer } from '#imaging/least-of-layer.ts';
import { roomForMark, settleMark, type Mark } from '#imaging/settle.ts';
import { aimAt, aimOn, contrastUnit, easeTo, SMALLEST_UNIT, type Aim, type Wish } from '#imaging/severity.ts';
import { standsOut } from '#imaging/stands-out.ts';
import type { Surface } from '#imaging/surface/surface.ts';
import { takenOn } from '#imaging/taken.ts';

/** So much of what it takes to be found in a texture is enough, with some to spare for what is lost of a mark. */
const ENOUGH = 0.8;

type AtSeverity = {
  readonly mark: Mark;
  /** Contrast that came out, in units and in grey levels. */
  readonly units: number;
  readonly levels: number;
  readonly aimed: Aim;
  /** How much of what it takes to be found in the texture there it has, at most 1. */
  readonly seen: number;
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
      seen: 1,
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
      : leastOfLayer(golden, surface, layer, points, wish.isBarely);
  if (yardstick?.kind === 'itself' && !wish.isNamed) {
    const mark = settleMark(golden, layer, Math.min(1, layer.strongest), kept, room);
    const units = contrastOf(mark.changes) / unit;
    const seen = shareSeen(golden, layer, mark, units * unit, least);
    return { mark, units, levels: units * unit, aimed: easeTo(units, wish) ?? wish.aim, seen };
  }
  const wished = aimOn(wish, unit, luma, least);
  const usual = solveStrength(golden, layer, wished.units * unit, JUST_NOTICEABLE);
  // Texture that a bend moves differs from pixel to pixel, and is not seen for that: its shading has to be.
  const shading = least > 0 && layer.canvas.warp > 0 ? withoutWarp(layer) : null;
  const seenFrom = shading ? solveStrength(golden, shading, ENOUGH * least, JUST_NOTICEABLE) : 0;
  let strength = Math.max(usual, seenFrom);
  let mark = settleMark(golden, layer, strength, kept, room);
  let units = contrastOf(mark.changes) / unit;
  const aim = seenFrom > usual ? aimAt(units) : wished;
  for (let k = 0; k < 4 && mark.area > 0 && (units < aim.min || units > aim.max); k++) {
    strength = Math.min(layer.strongest, strength * Math.max(0.4, Math.min(2.5, (aim.units / units) ** 1.2)));
    mark = settleMark(golden, layer, strength, kept, room);
    units = contrastOf(mark.changes) / unit;
  }
  // Nobody asked for this much, and the surface cannot show it: less is right.
  const isWeak = units < aim.min && strength >= 0.99 * layer.strongest;
  const levels = shading ? contrastWith(golden, shading, strength, JUST_NOTICEABLE) : units * unit;
  const seen = shareSeen(golden, layer, mark, levels, least);
  return { mark, units, levels: units * unit, aimed: (isWeak ? easeTo(units, wish) : null) ?? aim, seen };
}

function shareSeen(golden: Picture, { canvas }: Layer, mark: Mark, levels: number, least: number): number {
  if (least === 0 || mark.area === 0) return 1;
  return Math.min(1, (canvas.resembling ? standsOut(golden, mark) : levels) / least);
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
