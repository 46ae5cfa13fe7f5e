const plural = /(?:ch|sh|x|ss|z)es$/;
const vowel = /[aeiouy]/;

/**
 * Folds the endings people put on the field's words, so that "scratches", "scratched" and "scratching"
 * are "scratch". Both sides of a comparison are folded, so the result need not be a word.
 */
export function wordStem(word: string): string {
  let stem = withoutPlural(word);
  if (stem.endsWith('ing')) stem = withoutEnding(stem, 3);
  else if (stem.endsWith('ed') && !stem.endsWith('eed')) stem = withoutEnding(stem, 2);
  if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1);
  if (stem.length > 3 && stem.at(-1) === stem.at(-2)) stem = stem.slice(0, -1);
  return stem;
}

function withoutPlural(word: string): string {
  if (word.length <= 3 || !word.endsWith('s')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (plural.test(word)) return word.slice(0, -2);
  return /[sui]s$/.test(word) ? word : word.slice(0, -1);
}

/** Short or vowelless rests ("red", "string") are words of their own. */
function withoutEnding(word: string, length: number): string {
  const rest = word.slice(0, -length);
  return rest.length >= 3 && vowel.test(rest) ? rest : word;
}
