/** An English noun in the number that a count asks for, told by its ending: "scratch" and "scratches". */
export function inNumber(noun: string, isPlural: boolean): string {
  const looksPlural = /[^s]s$/i.test(noun);
  if (isPlural === looksPlural) return noun;
  if (isPlural) {
    if (/(?:s|x|z|ch|sh)$/i.test(noun)) return `${noun}es`;
    return /[^aeiou]y$/i.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  }
  if (/(?:s|x|z|ch|sh)es$/i.test(noun)) return noun.slice(0, -2);
  return /ies$/i.test(noun) ? `${noun.slice(0, -3)}y` : noun.slice(0, -1);
}
