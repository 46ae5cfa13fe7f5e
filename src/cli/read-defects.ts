import { checkName, nameKey } from '#core/blueprint/names.ts';
import { resolveDefect } from '#core/prompt/match-defect.ts';
import { families } from '#imaging/defects/registry.ts';
import type { MadeDefect } from '#services/make-picture.ts';
import { UsageError } from './usage-error.ts';

/**
 * The defects that `--defect` asks for. `say` gets a note for each word without effect. Throws a UsageError
 * for what is no defect, and for two of one name: they would be one class.
 */
export function readDefects(
  texts: readonly string[],
  hasScale: boolean,
  say: (note: string) => void,
): MadeDefect[] {
  const seen = new Set<string>();
  return texts.map((text) => {
    const named = checkName(text);
    const defect = resolveDefect(named.ok ? named.value : text, families);
    if (!defect.ok) throw new UsageError(`--defect: ${defect.reason}`);
    if (!named.ok) throw new UsageError(`--defect: ${named.message}`);
    const { name, family, parameters, notUnderstood } = defect;
    if (seen.has(nameKey(name))) {
      throw new UsageError(`--defect: “${name}” is given twice. Give each defect once.`);
    }
    seen.add(nameKey(name));
    for (const part of notUnderstood) say(`“${part.text}” has no effect: ${part.why}.`);
    if (parameters.sizeMm !== null && !hasScale) {
      say(`“${name}”: millimetres have no effect without --mm-per-pixel. Give it, or say “5 %” of the part.`);
    }
    return { name, family, promptText: named.value, parameters };
  });
}
