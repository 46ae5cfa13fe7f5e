import { severityRanges } from '#core/prompt/severity.ts';
import { linearOf } from '#imaging/colour.ts';
import { matterColour, type Rgb } from '#imaging/craft/matter-colour.ts';
import { contrastUnit, deviationAt, leastLevels } from '#imaging/severity.ts';
import { chanceOfBright } from './chance-of-bright.ts';
import type { DrawInput } from './family.ts';

/** Luma of soot and of paper: nothing that lies on a part is darker or lighter. */
const DARKEST = 8;
const LIGHTEST = 245;
/** What differs by fewer levels is dust of the part's own matter. */
const FAINTEST = 24;

/**
 * Linear light of what lies there: a common colour, as far from the surface's tone as foreign matter happens to be, or as the
 * severity asks.
 */
export function foreignMatter(input: DrawInput, share: number): Rgb {
  const { site, parameters, units, random, ground } = input;
  const usual = matterColour(site.luma, parameters, random);
  if (parameters.colour || parameters.tone) return usual;
  const unit = contrastUnit(ground.surface, [site]);
  const happens = random.between(0.6, 1) * site.luma * share * Math.exp(random.normal(0, 0.5));
  // What is named is met by the mechanism; what is barely visible on purpose stays so.
  const isNamed = parameters.severity !== null;
  const isBarely = units < severityRanges.trivial.max;
  const seen = isNamed ? 0 : leastLevels(deviationAt(ground.surface, [site]), site.size * 4, isBarely);
  const step = Math.max(units * unit, seen, isNamed || isBarely ? 0 : Math.max(FAINTEST, happens));
  const darker = site.luma - DARKEST;
  const lighter = LIGHTEST - site.luma;
  const dark = Math.max(0.15, Math.min(0.85, (site.luma - 30) / 150));
  const likesDark = random.chance(1 - chanceOfBright(ground.surface, site, 1 - dark, 0.5));
  // The other way where this one has no room for it. What nobody named may be less than it would be elsewhere: soot on dark metal.
  const needed = isNamed || isBarely ? step : Math.min(step, Math.max(FAINTEST, seen));
  const hasRoom = (likesDark ? darker : lighter) >= needed;
  const isDark = hasRoom ? likesDark : darker > lighter;
  const luma = isDark ? Math.max(DARKEST, site.luma - step) : Math.min(LIGHTEST, site.luma + step);
  const gain = linearOf[Math.round(luma)]! / (0.299 * usual[0] + 0.587 * usual[1] + 0.114 * usual[2]);
  return [usual[0] * gain, usual[1] * gain, usual[2] * gain];
}
