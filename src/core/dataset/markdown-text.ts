/** User text on one line of Markdown, without effect as markup or HTML. */
export function markdownText(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
