/** Values made once and kept for the next ones who ask, at most `most` of them; also while they are made. */
export type LeastRecent<T> = { get(key: string, make: () => Promise<T>): Promise<T> };

export function keepRecent<T>(most: number): LeastRecent<T> {
  // A Map keeps the order of insertion: reading moves an entry to the end.
  const kept = new Map<string, Promise<T>>();
  return {
    get(key, make) {
      const value = kept.get(key) ?? make();
      // What could not be made is not kept: the next one who asks tries again.
      value.catch(() => kept.delete(key));
      kept.delete(key);
      kept.set(key, value);
      if (kept.size > most) kept.delete(kept.keys().next().value!);
      return value;
    },
  };
}
