/**
 * JSON with bigints as bare digits, as fal writes its seeds: a reader that makes doubles of them loses the
 * last ones.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? rawJson(`${item}`) : item));
}

/** In the language since V8 11.4, not yet in TypeScript's library. */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON: (text: string) => unknown };
