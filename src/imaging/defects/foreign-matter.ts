import { linearOf } from '#imaging/colour.ts';
import { matterColour, type Rgb } from '#imaging/craft/matter-colour.ts';
import { chanceOfBright } from './chance-of-bright.ts';
import type { DrawInput } from './family.ts';
import { otherTone } from './other-tone.ts';

/** Linear light of what lies there: a common colour, of a tone that stands out as the severity asks. */
export function foreignMatter(input: DrawInput, share: number): Rgb {
  const { site, parameters, random, ground } = input;
  const usual = matterColour(site.luma, parameters, random);
  if (parameters.colour || parameters.tone) return usual;
  const dark = Math.max(0.15, Math.min(0.85, (site.luma - 30) / 150));
  const likesDark = random.chance(1 - chanceOfBright(ground.surface, site, 1 - dark, 0.5));
  const luma = otherTone(input, share, likesDark);
  const gain = linearOf[Math.round(luma)]! / (0.299 * usual[0] + 0.587 * usual[1] + 0.114 * usual[2]);
  return [usual[0] * gain, usual[1] * gain, usual[2] * gain];
}
