import { noiseAt } from '#imaging/surface/noise.ts';
import { detailAt } from '#imaging/surface/detail.ts';
import type { Surface } from '#imaging/surface/surface.ts';
import type { PromptParameters, Severity } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import type { Habits } from '#imaging/defects/family.ts';
import type { RenderOptions } from '#imaging/render-options.ts';

/** Contrast ranges in units of the surface's own variation; 14 is the end of what still looks like a photo. */
const severityRanges: Record<Severity, { readonly min: number; readonly max: number }> = {
  trivial: { min: 1.5, max: 2.5 },
  minor: { min: 2.5, max: 4 },
  major: { min: 4, max: 8 },
  critical: { min: 8, max: 14 },
};

/** Share of marks that are barely visible on purpose where nothing names a severity: they train the boundary. */
const BARELY_VISIBLE_SHARE = 0.12;

/**
 * Smallest unit, in grey levels. On a glazed or painted surface both variation and noise are under one level,
 * and four units of that would be invisible: the eye's own threshold is the unit there.
 */
const SMALLEST_UNIT = 3;

/** What one mark's contrast should be. */
export type Aim = {
  readonly severity: Severity;
  readonly min: number;
  readonly max: number;
  readonly units: number;
};

export function drawAim(
  parameters: PromptParameters,
  habits: Habits,
  random: Random,
  { severityRange, barelyVisibleShare }: RenderOptions = {},
): Aim {
  if (severityRange) {
    const { min, max } = severityRange;
    const units = within(min, max, random.next());
    return { severity: severityOf(units), min, max, units };
  }
  const said = parameters.severity;
  if (said) {
    const { min, max } = severityRanges[said];
    return { severity: said, min, max, units: within(min, max, random.next()) };
  }
  if (!parameters.depth && random.chance(barelyVisibleShare ?? BARELY_VISIBLE_SHARE))
    return aimAt(random.between(1.55, 2.2));
  const deeper = parameters.depth === 'deep' ? 1.6 : parameters.depth === 'shallow' ? 0.6 : 1;
  const { median, spread, min = 2.6, max = 13.5 } = habits.contrast;
  const units = median * deeper * Math.exp(random.normal(0, spread));
  return aimAt(Math.max(parameters.depth === 'shallow' ? Math.min(1.6, min) : min, Math.min(max, units)));
}

/** The next lower thing to aim at, for surfaces that cannot show as much. */
export function easeAim(aim: Aim): Aim {
  return aimAt(Math.max(1.6, aim.units * 0.65));
}

function aimAt(units: number): Aim {
  const severity = severityOf(units);
  const { min, max } = severityRanges[severity];
  const room = Math.log(max / min);
  return { severity, min, max, units: within(min, max, Math.log(units / min) / room) };
}

function severityOf(units: number): Severity {
  return units < 2.5 ? 'trivial' : units < 4 ? 'minor' : units < 8 ? 'major' : 'critical';
}

/** Geometric position in a range, kept off its ends so that rounding cannot leave it. */
function within(min: number, max: number, position: number): number {
  return min * (max / min) ** (0.1 + 0.8 * Math.max(0, Math.min(1, position)));
}

/**
 * One unit of contrast in grey levels, for a mark on these full-size pixels: the larger of local
 * deviation and twice the noise, but never under the eye's own threshold. Of a mark's places the lower third
 * counts: blocks that a step in the shape or the outline runs through are not the surface's texture.
 */
export function contrastUnit(
  surface: Surface,
  points: readonly { x: number; y: number; luma: number }[],
): number {
  const values = points.map(({ x, y, luma }) =>
    Math.max(SMALLEST_UNIT, detailAt(surface.detail, x, y), 2 * noiseAt(surface.noise, luma)),
  );
  if (values.length === 0) return SMALLEST_UNIT;
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 3)]!;
}
