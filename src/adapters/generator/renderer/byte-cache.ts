/**
 * Values that are made once for each key, also when many ask at the same time; least recently used first
 * out. Bounded by bytes, of which values in use are not taken out. What could not be made is not kept: the
 * next one who asks tries again.
 */
export type ByteCache<T> = {
  /** Makes the value or finds it, and keeps it until `work` is done. */
  use<R>(key: string, make: () => Promise<T>, work: (value: T) => Promise<R>): Promise<R>;
};

type Entry<T> = { value: Promise<T>; bytes: number; users: number };

/** `release` is told of values that nobody uses any more. */
export function createByteCache<T>(
  maxBytes: number,
  bytesOf: (value: T) => number,
  release: (value: T) => void,
): ByteCache<T> {
  // A Map keeps the order of insertion: reading moves an entry to the end.
  const entries = new Map<string, Entry<T>>();
  let held = 0;
  const makeRoom = async (): Promise<void> => {
    for (const [key, entry] of entries) {
      if (held <= maxBytes) return;
      if (entry.users > 0) continue;
      entries.delete(key);
      held -= entry.bytes;
      release(await entry.value);
    }
  };
  const begin = (key: string, make: () => Promise<T>): Entry<T> => {
    const entry: Entry<T> = { value: make(), bytes: 0, users: 0 };
    entry.value.then(
      (value) => {
        entry.bytes = bytesOf(value);
        held += entry.bytes;
      },
      () => entries.delete(key),
    );
    return entry;
  };
  return {
    async use(key, make, work) {
      const entry = entries.get(key) ?? begin(key, make);
      entries.delete(key);
      entries.set(key, entry);
      entry.users++;
      try {
        return await work(await entry.value);
      } finally {
        entry.users--;
        await makeRoom();
      }
    },
  };
}
