import type { Fingerprint } from './fingerprint.ts';

/** Fingerprints by key, in 32 bytes for each look instead of a string. */
export type FingerprintTable = {
  set(key: string, fingerprint: Fingerprint): void;
  get(key: string): Fingerprint | undefined;
};

const digitsOfWord = 8;
const wordsOfLook = 8;

export function createFingerprintTable(): FingerprintTable {
  let words = new Uint32Array(1024);
  let filled = 0;
  /** The place of the first look; how many there are stands before it. */
  const places = new Map<string, number>();
  const push = (word: number): void => {
    if (filled === words.length) {
      const more = new Uint32Array(words.length * 2);
      more.set(words);
      words = more;
    }
    words[filled++] = word;
  };
  const read = (at: number): string => {
    let digits = '';
    for (const word of words.subarray(at, at + wordsOfLook))
      digits += word.toString(16).padStart(digitsOfWord, '0');
    return digits;
  };
  return {
    set(key, { picture, marks }) {
      places.set(key, filled);
      push(1 + marks.length);
      for (const look of [picture, ...marks]) for (const word of fingerprintWords(look)) push(word);
    },
    get(key) {
      const at = places.get(key);
      if (at === undefined) return undefined;
      const looks = Array.from({ length: words[at]! }, (_, nth) => read(at + 1 + nth * wordsOfLook));
      return { picture: looks[0]!, marks: looks.slice(1) };
    },
  };
}

/** Eight numbers of 32 bits. */
export function fingerprintWords(look: string): number[] {
  return Array.from({ length: wordsOfLook }, (_, nth) =>
    Number.parseInt(look.slice(nth * digitsOfWord, (nth + 1) * digitsOfWord), 16),
  );
}
