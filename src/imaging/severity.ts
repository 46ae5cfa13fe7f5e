import { noiseAt } from '#imaging/surface/noise.ts';
import { detailAt } from '#imaging/surface/detail.ts';
import type { Surface } from '#imaging/surface/surface.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import {
  allowedVariationRange,
  type SeverityName,
  severityOf,
  severityRanges,
  severityWithin,
} from '#core/prompt/severity.ts';
import type { Random } from '#core/random.ts';
import type { Habits } from '#imaging/defects/family.ts';
import type { RenderOptions } from '#imaging/render-options.ts';

/** Share of marks that are barely visible on purpose where nothing names a severity: they train the boundary. */
const BARELY_VISIBLE_SHARE = 0.12;

/**
 * Smallest unit, in grey levels. On a glazed or painted surface both variation and noise are under one level,
 * and four units of that would be invisible: the eye's own threshold is the unit there.
 */
export const SMALLEST_UNIT = 3;

/** No camera that inspects anything is noisier, in grey levels: what is more is fine texture, which the local deviation counts. */
const NOISIEST = 6;

/**
 * Largest unit, in parts of the brightness that a mark can gain or lose. Fourteen units are critical: by the deviation of coarse
 * weave alone (14 levels) that would be more than there is between black and white, and no mark on it could be.
 */
const LARGEST_UNIT = 1 / 20;

/** No mark takes more of a place's brightness on the mean: what is left are its softer parts. */
const MOST_SHARE = 0.65;

/** What one mark's contrast should be. */
export type Aim = {
  readonly severity: SeverityName;
  readonly min: number;
  readonly max: number;
  readonly units: number;
};

/**
 * An aim before it is known where the mark goes: there it is at least `share` of the brightness found. What nobody
 * named is no more than the surface can show.
 */
export type Wish = {
  readonly aim: Aim;
  readonly share: number;
  readonly isNamed: boolean;
  /** Whether it is to be barely visible. */
  readonly isBarely: boolean;
};

/** What nobody named stands out of the texture so plainly, and what is barely visible on purpose so much less. */
const PLAIN = 3;
const BARELY = 1.7;

/** Spread of a family's `share` (log-normal). */
const SHARE_SPREAD = 0.5;

export function drawWish(
  parameters: PromptParameters,
  habits: Habits,
  random: Random,
  { allowedVariation, severityRange, barelyVisibleShare }: RenderOptions = {},
): Wish {
  const limits = allowedVariation
    ? allowedVariationRange
    : severityRange && severityWithin(severityRange, parameters.severity);
  if (limits) {
    const { min, max } = limits;
    const units = within(min, max, random.next());
    return {
      aim: { severity: severityOf(units), min, max, units },
      share: 0,
      isNamed: true,
      isBarely: false,
    };
  }
  const said = parameters.severity;
  if (said) {
    const { min, max } = severityRanges[said];
    const aim = { severity: said, min, max, units: within(min, max, random.next()) };
    return { aim, share: said === 'critical' ? shareOf(habits, random) : 0, isNamed: true, isBarely: false };
  }
  if (!parameters.depth && random.chance(barelyVisibleShare ?? BARELY_VISIBLE_SHARE))
    return { aim: aimAt(random.between(1.55, 2.2)), share: 0, isNamed: false, isBarely: true };
  const deeper = parameters.depth === 'deep' ? 1.6 : parameters.depth === 'shallow' ? 0.6 : 1;
  const { median, spread, min = 2.6, max = 13.5 } = habits.contrast;
  const units = median * deeper * Math.exp(random.normal(0, spread));
  const aim = aimAt(
    Math.max(parameters.depth === 'shallow' ? Math.min(1.6, min) : min, Math.min(max, units)),
  );
  return {
    aim,
    share: deeper * shareOf(habits, random),
    isNamed: false,
    isBarely: parameters.depth === 'shallow',
  };
}

function shareOf({ contrast: { share = 0 } }: Habits, random: Random): number {
  return share * Math.exp(random.normal(0, SHARE_SPREAD));
}

/**
 * What a wish comes to at a place of this brightness (luma 0-255), where a unit has so many grey levels and a mark
 * under `least` levels would be lost in the texture.
 */
export function aimOn({ aim, share, isNamed }: Wish, unit: number, luma: number, least: number): Aim {
  const units = Math.max(aim.units, (Math.min(share, MOST_SHARE) * luma) / unit, least / unit);
  const most = isNamed ? Infinity : Math.max(1.6, (MOST_SHARE * Math.max(luma, 255 - luma)) / unit);
  const shown = Math.min(units, most);
  return shown === aim.units ? aim : aimAt(shown);
}

/**
 * Contrast (grey levels) under which a mark of `area` pixels is lost in a texture of this deviation. What is larger is found
 * at less: by the fourth root of the area, which lies between an eye that adds up all of it and one that sees its best pixel.
 */
export function leastLevels(deviation: number, area: number, isBarely: boolean): number {
  const plain = isBarely ? BARELY : PLAIN;
  return plain * deviation * Math.max(0.4, Math.min(1.2, (30 / Math.max(1, area)) ** 0.25));
}

/**
 * Deviation (grey levels) of the texture under a mark, the median over its places; 0 on a product before a background, where
 * the blocks at outlines and steps in the shape would count as texture.
 */
export function deviationAt(surface: Surface, points: readonly { x: number; y: number }[]): number {
  if (!surface.wholeFrame) return 0;
  const values = points.map(({ x, y }) => detailAt(surface.detail, x, y)).sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}

/** Under this many units a mark is as good as not there; of what nobody named, any that is there will do. */
export function leastOf({ aim, isNamed }: Wish): number {
  return isNamed ? aim.min : severityRanges.trivial.min;
}

/**
 * What the most that a surface can show comes to as an aim, where nobody named more (a family's `share` is nobody's);
 * `null` when that is next to nothing.
 */
export function easeTo(units: number, wish: Wish): Aim | null {
  return units < leastOf(wish) ? null : aimAt(units);
}

/** The severity that so many units have, aimed at them. */
export function aimAt(units: number): Aim {
  const severity = severityOf(units);
  if (units > severityRanges.critical.max) return { severity, min: 0.7 * units, max: 1.4 * units, units };
  const { min, max } = severity === 'allowed' ? allowedVariationRange : severityRanges[severity];
  const room = Math.log(max / min);
  return { severity, min, max, units: within(min, max, Math.log(units / min) / room) };
}

/** Geometric position in a range, kept off its ends so that rounding cannot leave it. */
function within(min: number, max: number, position: number): number {
  return min * (max / min) ** (0.1 + 0.8 * Math.max(0, Math.min(1, position)));
}

/**
 * One unit of contrast in grey levels, for a mark on these full-size pixels: the larger of local
 * deviation and twice the noise, but never under the eye's own threshold, nor so much that there is no room for severe marks. Of a mark's places the lower third
 * counts: blocks that a step in the shape or the outline runs through are not the surface's texture.
 */
export function contrastUnit(
  surface: Surface,
  points: readonly { x: number; y: number; luma: number }[],
): number {
  const values = points.map(({ x, y, luma }) =>
    Math.max(
      SMALLEST_UNIT,
      Math.min(
        LARGEST_UNIT * Math.max(luma, 255 - luma),
        Math.max(detailAt(surface.detail, x, y), 2 * Math.min(NOISIEST, noiseAt(surface.noise, luma))),
      ),
    ),
  );
  if (values.length === 0) return SMALLEST_UNIT;
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 3)]!;
}
