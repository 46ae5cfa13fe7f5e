import { severityRanges } from '#core/prompt/severity.ts';
import { contrastUnit, deviationAt, leastLevels } from '#imaging/severity.ts';
import type { DrawInput } from './family.ts';

/** Luma of soot and of paper: nothing on a part, or under its surface, is darker or lighter. */
const DARKEST = 8;
const LIGHTEST = 245;
/** What differs by fewer levels is the part's own matter. */
const FAINTEST = 24;

/**
 * Luma (0-255) of opaque matter that shows in place of a surface: as far from the surface's as the severity asks or as such
 * matter happens to be, a `share` of the surface's own or so. It goes the other way where this one has no room, unless the tone is named.
 */
export function otherTone(
  { site, parameters, units, random, ground: { surface } }: DrawInput,
  share: number,
  likesDark: boolean,
): number {
  const happens = random.between(0.6, 1) * site.luma * share * Math.exp(random.normal(0, 0.5));
  // What is named is met by the mechanism; what is barely visible on purpose stays so.
  const isNamed = parameters.severity !== null;
  const isBarely = units < severityRanges.trivial.max;
  const seen = isNamed ? 0 : leastLevels(deviationAt(surface, [site]), site.size * 4, isBarely);
  const step = Math.max(
    units * contrastUnit(surface, [site]),
    seen,
    isNamed || isBarely ? 0 : Math.max(FAINTEST, happens),
  );
  // What nobody named may be less than it would be elsewhere: soot on dark metal.
  const needed = isNamed || isBarely ? step : Math.min(step, Math.max(FAINTEST, seen));
  const darker = site.luma - DARKEST;
  const lighter = LIGHTEST - site.luma;
  const hasRoom = parameters.tone !== null || (likesDark ? darker : lighter) >= needed;
  const isDark = hasRoom ? likesDark : darker > lighter;
  return isDark ? Math.max(DARKEST, site.luma - step) : Math.min(LIGHTEST, site.luma + step);
}
