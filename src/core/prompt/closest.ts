/**
 * Edits between two words: insertions, deletions, replacements and swaps of neighbours (Damerau's
 * distance in its restricted form, "optimal string alignment"). Time grows with the product of the lengths.
 */
export function editDistance(from: string, to: string): number {
  const a = [...from];
  const b = [...to];
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, above[j]! + 1, row[j - 1]! + 1);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1)
        best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}

/** Longer words are not typing errors of an option's name. */
const longestWord = 60;

/** How far a word is from a choice it may have meant; `null` when it is too far to be a slip. */
export function slipDistance(word: string, choice: string): number | null {
  const typed = word.normalize('NFKC').toLowerCase();
  const meant = choice.normalize('NFKC').toLowerCase();
  if (typed === '' || typed.length > longestWord) return null;
  if (typed === meant) return 0;
  if (typed.length >= 3 && meant.startsWith(typed)) return 1;
  const distance = editDistance(typed, meant);
  return distance <= Math.max(1, Math.floor(Math.min(typed.length, meant.length) / 3)) ? distance : null;
}

/** The choices a mistyped word may have meant, closest first, ties in the order given. */
export function closestChoices(word: string, choices: readonly string[]): string[] {
  return choices
    .map((choice) => ({ choice, distance: slipDistance(word, choice) }))
    .filter((entry): entry is { choice: string; distance: number } => entry.distance !== null)
    .sort((a, b) => a.distance - b.distance)
    .map(({ choice }) => choice);
}

/** The one choice a mistyped word most likely meant, or `null`. */
export function closestOf(word: string, choices: readonly string[]): string | null {
  return closestChoices(word, choices)[0] ?? null;
}
