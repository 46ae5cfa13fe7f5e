const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `length` characters as a person counts, the last an ellipsis where some were taken off. */
export function shorten(text: string, length: number): string {
  // A character has few code units; more than this need not be looked at.
  const characters = [...graphemes.segment(text.slice(0, length * 12))].map(({ segment }) => segment);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
