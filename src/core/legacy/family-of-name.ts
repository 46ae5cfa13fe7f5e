import { sameName } from '../blueprint/names.ts';
import type { FamilyWords } from '../prompt/prompt-segments.ts';
import { resolveDefect } from '../prompt/match-defect.ts';
import { defectCatalogue } from '../template/catalogue.ts';
import type { LegacyDefect } from './legacy-defects.ts';

/**
 * What a defect of the prototype is drawn as here: by its name's words, by the catalogue, by its rationale, or else the
 * family that its name comes closest to. `null` where nothing says.
 */
export function familyOfName(
  { name, rationale }: LegacyDefect,
  families: readonly FamilyWords[],
): { family: string; isGuess: boolean } | null {
  const named = resolveDefect(name, families);
  if (named.ok) return { family: named.family, isGuess: false };
  const known = defectCatalogue.find((entry) => sameName(entry.name, name));
  if (known !== undefined) return { family: known.family, isGuess: false };
  const described = rationale === null ? null : resolveDefect(rationale, families);
  if (described?.ok) return { family: described.family, isGuess: true };
  const closest = named.closest[0];
  return closest === undefined ? null : { family: closest, isGuess: true };
}
