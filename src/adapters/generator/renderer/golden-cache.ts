/**
 * Values that are made once for each key, also when many ask at the same time; least recently used first
 * out. Bounded by bytes; the newest stays even if it alone is larger, because it is in use. What could not
 * be made is not kept: the next one who asks tries again.
 */
export type GoldenCache<T> = {
  get(hash: string, make: () => Promise<T>): Promise<T>;
};

export function createGoldenCache<T>(maxBytes: number, bytesOf: (value: T) => number): GoldenCache<T> {
  // A Map keeps the order of insertion: reading moves an entry to the end.
  const entries = new Map<string, { value: Promise<T>; bytes: number }>();
  let held = 0;
  const drop = (hash: string): void => {
    held -= entries.get(hash)?.bytes ?? 0;
    entries.delete(hash);
  };
  const settle = async (hash: string, entry: { value: Promise<T>; bytes: number }): Promise<void> => {
    try {
      entry.bytes = bytesOf(await entry.value);
      held += entry.bytes;
    } catch {
      if (entries.get(hash) === entry) drop(hash);
      return;
    }
    for (const oldest of entries.keys()) {
      if (held <= maxBytes || oldest === hash) break;
      drop(oldest);
    }
  };
  return {
    get(hash, make) {
      const known = entries.get(hash);
      const entry = known ?? { value: make(), bytes: 0 };
      entries.delete(hash);
      entries.set(hash, entry);
      if (!known) void settle(hash, entry);
      return entry.value;
    },
  };
}
