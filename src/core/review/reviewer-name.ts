import { checkName, type CheckedName, sameName } from '../blueprint/names.ts';

/** Who did it, where nobody gave a name. */
export const unnamedReviewer = 'local';
/** Who did what no person did; nobody may call themselves so. */
const machines = ['generator'];
const longest = 60;

/** The rule for the name that somebody reviews under: as any name, but of 1 to 60 characters, and no machine's. */
export function checkReviewerName(text: string): CheckedName {
  const checked = checkName(text);
  if (!checked.ok || checked.value.length > longest) {
    return { ok: false, message: `A reviewer’s name has 1 to ${longest} visible characters.` };
  }
  if (machines.some((name) => sameName(name, checked.value))) {
    return {
      ok: false,
      message: `“${checked.value}” is what machines go by in the history; choose another name.`,
    };
  }
  return checked;
}
