/** One line of a CSV (RFC 4180, but with a line feed alone at its end). */
export function csvRow(values: readonly (string | number)[]): string {
  return `${values.map(csvText).join(',')}\n`;
}

function csvText(value: string | number): string {
  const text = String(value).toWellFormed();
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
