const longest = 80;

/** Device names on Windows: no file may bear them, whatever its extension. */
const reserved = /^(con|prn|aux|nul|conin|conout|com[0-9]|lpt[0-9])$/;

/** Letters that do not come apart into an ASCII letter and a mark. */
const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/**
 * A name for files and folders, safe on every system: `a-z`, `0-9` and single hyphens inside, 1 to 80
 * characters. `fallback` (itself a slug) stands in where nothing is left, e.g. of an emoji.
 */
export function slugify(text: string, fallback: string): string {
  const ascii = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[ßæœøđðłþı]/g, (letter) => letters[letter]!)
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-');
  const slug = trimHyphens(trimHyphens(ascii).slice(0, longest));
  if (slug === '') return fallback;
  return reserved.test(slug) ? `${fallback}-${slug}` : slug;
}

/** A slug that is not in `taken` yet, numbered from 2 where it has to be; `taken` then holds it too. */
export function uniqueSlug(text: string, taken: Set<string>, fallback: string): string {
  const slug = slugify(text, fallback);
  let unique = slug;
  for (let number = 2; taken.has(unique); number++) {
    const suffix = `-${number}`;
    unique = trimHyphens(slug.slice(0, longest - suffix.length)) + suffix;
  }
  taken.add(unique);
  return unique;
}

function trimHyphens(text: string): string {
  return text.replace(/^-+|-+$/g, '');
}
