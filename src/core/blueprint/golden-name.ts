/** Of a golden image that is made from words: its number among those of the blueprint, and how the words begin. */
export function goldenName(words: string, number: number): string {
  return `Words ${number}: ${shortened(words.replaceAll(/\s+/g, ' ').trim())}`;
}

const longest = 40;

function shortened(line: string): string {
  if (line.length <= longest) return line;
  const end = line.lastIndexOf(' ', longest);
  return `${line.slice(0, end === -1 ? longest : end)}…`;
}
