/**
 * Text as a database can keep it: neither the character NUL nor halves of characters, which come from broken
 * clipboards. They are taken out, not refused, since nobody can see them.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
