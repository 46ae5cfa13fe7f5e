import { nameKey } from '#core/blueprint/names.ts';
import { familyOfName } from '#core/legacy/family-of-name.ts';
import type { LegacyBlueprint } from '#core/legacy/legacy-blueprint.ts';
import type { LegacyDefect } from '#core/legacy/legacy-defects.ts';
import type { Context } from '#context.ts';

export type FamiliarDefect = LegacyDefect & { family: string };

/**
 * The blueprint without the defects that nothing here can draw, a sentence for each of them, and a note for each whose
 * family is a guess.
 */
export function familiarDefects(
  legacy: LegacyBlueprint,
  families: Context['families'],
): { legacy: LegacyBlueprint; defects: FamiliarDefect[]; problems: string[]; notes: string[] } {
  const problems: string[] = [];
  const notes: string[] = [];
  const defects: FamiliarDefect[] = [];
  const strange = new Set<string>();
  for (const defect of legacy.defects) {
    const found = familyOfName(defect, families);
    if (found === null) {
      const pictures = legacy.pictures.filter(
        ({ defectName }) => nameKey(defectName) === nameKey(defect.name),
      );
      const lost = pictures.length === 0 ? '' : `, with its ${pictures.length} picture(s)`;
      problems.push(
        `The defect “${defect.name}” names nothing that can be drawn here and was left out${lost}: name it in other words, such as scratch or stain.`,
      );
      strange.add(nameKey(defect.name));
      continue;
    }
    if (found.isGuess) notes.push(`The defect “${defect.name}” is drawn as ${found.family} from here on.`);
    defects.push({ ...defect, family: found.family });
  }
  const isKnown = ({ defectName }: { defectName: string }): boolean => !strange.has(nameKey(defectName));
  return {
    legacy: {
      ...legacy,
      defects,
      prompts: legacy.prompts.filter(isKnown),
      pictures: legacy.pictures.filter(isKnown),
    },
    defects,
    problems,
    notes,
  };
}
