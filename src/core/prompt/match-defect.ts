import { slipDistance } from './closest.ts';
import { unspecifiedParameters, type PromptParameters } from './parameters.ts';
import type { FamilyWords } from './prompt-segments.ts';
import { understandPrompt, type NotUnderstood } from './understand-prompt.ts';

export type ResolvedDefect =
  /** `name` is what the defect is called in the export: the family's name, or the text as typed. */
  | { ok: true; family: string; name: string; parameters: PromptParameters; notUnderstood: NotUnderstood[] }
  /** `reason` is one sentence for the user; `closest` are families it may have meant, best first. */
  | { ok: false; closest: string[]; reason: string };

/** Reads a defect as people type it: a family's name, or free text ("long deep scratch near the edge"). */
export function resolveDefect(text: string, families: readonly FamilyWords[]): ResolvedDefect {
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const named = families.find((family) => family.name.toLowerCase() === name.toLowerCase());
  if (named) {
    return {
      ok: true,
      family: named.name,
      name: named.name,
      parameters: unspecifiedParameters,
      notUnderstood: [],
    };
  }
  const { family, parameters, notUnderstood } = understandPrompt(text, families);
  if (family !== null) return { ok: true, family, name, parameters, notUnderstood };

  const closest = closestFamilies(
    notUnderstood.map((item) => item.text),
    families,
  );
  const choices = families.map((choice) => choice.name).join(', ');
  return { ok: false, closest, reason: explain(name, closest, choices) };
}

function explain(name: string, closest: readonly string[], choices: string): string {
  if (name === '') return `A defect needs a name; choose one of ${choices}.`;
  const shown = name.length > 60 ? `${[...name].slice(0, 60).join('')}…` : name;
  if (closest.length === 0) return `"${shown}" names no known kind of defect; choose one of ${choices}.`;
  return `"${shown}" names no known kind of defect; did you mean ${closest.map((choice) => `"${choice}"`).join(' or ')}?`;
}

/** Enough for what a person types; keeps the search short on anything else. */
const mostWords = 50;

/** Those that are nearest, at most three; a family that is farther than another was not meant. */
function closestFamilies(texts: readonly string[], families: readonly FamilyWords[]): string[] {
  const typed = texts.flatMap((text) => [text, ...text.split(/\s+/u)]).slice(0, mostWords);
  const near = families.map(({ name, words }) => ({ name, distance: bestDistance(typed, [name, ...words]) }));
  const nearest = Math.min(...near.map(({ distance }) => distance));
  if (nearest === Infinity) return [];
  return near
    .filter(({ distance }) => distance === nearest)
    .slice(0, 3)
    .map(({ name }) => name);
}

function bestDistance(typed: readonly string[], words: readonly string[]): number {
  return typed.reduce(
    (best, text) =>
      words.reduce((nearest, word) => Math.min(nearest, slipDistance(text, word) ?? Infinity), best),
    Infinity,
  );
}
