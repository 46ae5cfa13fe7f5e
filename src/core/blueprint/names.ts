/** As a person counts: one emoji or accented letter is one. */
const longest = 80;
/** A letter can carry any number of accents; this many code units are no name. */
const mostUnits = 1000;

// Controls, marks that turn the writing direction round, fillers and halves of characters: nobody sees
// them, and they make two names look alike. Joiners, variation selectors and tags stay: emoji need them.
const invisible =
  /(?!\s)[\p{Cc}\u{ad}\u{61c}\u{115f}\u{1160}\u{180e}\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{ffa0}\u{fff9}-\u{fffb}]|\u{feff}|\p{Cs}/gu;
const ignorable = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}]/gu;
const anythingSeen = /[\p{L}\p{N}\p{P}\p{S}]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export type CheckedName = { ok: true; value: string } | { ok: false; message: string };

/**
 * The rule for every name a user gives (blueprints, defects, golden images). `value` is what is kept:
 * composed (NFC), trimmed, white space single, nothing invisible. Anything that can be seen is text, be it
 * an emoji, `<script>` or `../../etc`; `message` is one sentence.
 */
export function checkName(name: string): CheckedName {
  if (name.length > mostUnits) return { ok: false, message: tooLong(`more than ${mostUnits}`) };
  const value = name.replace(invisible, '').replace(/\s+/gu, ' ').trim().normalize('NFC');
  if (!anythingSeen.test(value)) {
    return { ok: false, message: `A name needs at least one visible character; type 1 to ${longest}.` };
  }
  const length = [...graphemes.segment(value)].length;
  if (length > longest) return { ok: false, message: tooLong(String(length)) };
  return { ok: true, value };
}

/** Two names with the same key are the same name: upper and lower case, and full and half width, aside. */
export function nameKey(name: string): string {
  const seen = name.replace(/\s+/gu, ' ').replace(ignorable, '').trim().normalize('NFKC');
  // Through upper case, so that "ß" and "SS" meet, from lower case, so that "ẞ" comes along.
  return seen.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC').replace(/\s+/gu, ' ').trim();
}

export function sameName(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b);
}

function tooLong(length: string): string {
  return `A name has at most ${longest} characters and this one has ${length}; shorten it.`;
}
