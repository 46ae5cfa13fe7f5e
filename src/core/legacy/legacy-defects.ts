import { z } from 'zod';
import { checkName, nameKey } from '../blueprint/names.ts';
import { cleanText } from '../clean-text.ts';
import { shorten } from './shorten.ts';

export type LegacyDefect = { name: string; rationale: string | null };

const defectSchema = z.object({
  name: z.string(),
  rationale: z.string().nullish(),
  selected: z.boolean().optional(),
});

/** As long as a reason may be. */
const longestRationale = 2000;

/** Suggestions that were selected, a user's own, and whatever else a picture was made of; each name once. */
export function readLegacyDefects(
  suggested: readonly unknown[],
  custom: readonly unknown[],
  pictures: readonly { defectName: string }[],
  problems: string[],
): { defects: LegacyDefect[]; notChosen: number } {
  const made = new Set(pictures.map(({ defectName }) => nameKey(defectName)));
  const defects = new Map<string, LegacyDefect>();
  let notChosen = 0;
  const lists = [
    { values: suggested, what: 'suggested defect', usual: false },
    { values: custom, what: 'custom defect', usual: true },
  ];
  for (const { values, what, usual } of lists) {
    for (const [index, value] of values.entries()) {
      const read = defectSchema.safeParse(value);
      const name = read.success ? checkName(read.data.name) : null;
      if (!read.success || !name?.ok) {
        const why = name?.ok === false ? name.message : 'It lacks a name, or has a wrong type.';
        problems.push(`Its ${what} ${index + 1} was left out. ${why}`);
        continue;
      }
      const key = nameKey(name.value);
      if (!(read.data.selected ?? usual) && !made.has(key)) notChosen++;
      else if (!defects.has(key)) {
        const rationale = cleanText(read.data.rationale ?? '').trim();
        const kept = shorten(rationale, longestRationale);
        if (kept !== rationale) {
          problems.push(`The rationale of “${name.value}” was cut to ${longestRationale} characters.`);
        }
        defects.set(key, { name: name.value, rationale: kept || null });
      }
    }
  }
  for (const { defectName } of pictures) {
    const key = nameKey(defectName);
    if (!defects.has(key)) defects.set(key, { name: defectName, rationale: null });
  }
  return { defects: [...defects.values()], notChosen };
}
