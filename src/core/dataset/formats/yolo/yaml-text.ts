/**
 * A double-quoted YAML scalar of printable ASCII. Quoted, because a bare `no`, `on`, `null` or `1` is not
 * a string in YAML; ASCII, because readers drop or refuse some characters.
 */
export function yamlText(text: string): string {
  let quoted = '';
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0)!;
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (code >= 0x20 && code < 0x7f) quoted += character;
    else if (code <= 0xffff) quoted += `\\u${code.toString(16).padStart(4, '0')}`;
    else quoted += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `"${quoted}"`;
}
