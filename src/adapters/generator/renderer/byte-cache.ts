/**
 * Values that are made once for each key, also when many ask at the same time; least recently used first
 * out. Bounded by bytes, of which values in use are not taken out: where they would be more, whoever asks waits until
 * some are free, in the order of asking. What could not be made is not kept: the next one who asks tries again.
 */
export type ByteCache<T> = {
  /** Makes the value or finds it, and keeps it until `work` is done. */
  use<R>(key: string, make: () => Promise<T>, work: (value: T) => Promise<R>): Promise<R>;
};

/** `bytes` is `null` until the value is made. */
type Entry<T> = { value: Promise<T>; bytes: number | null; users: number };

type Asking<T> = { key: string; make: () => Promise<T>; enter: (entry: Entry<T>) => void };

/** `release` is told of values that nobody uses any more. `together` may always be in use, however large they are. */
export function createByteCache<T>(
  maxBytes: number,
  bytesOf: (value: T) => number,
  release: (value: T) => void,
  together: number = Infinity,
): ByteCache<T> {
  // A Map keeps the order of insertion: reading moves an entry to the end.
  const entries = new Map<string, Entry<T>>();
  const line: Asking<T>[] = [];
  let held = 0;
  /** What is not made yet may be as large as the largest so far; of the first nothing is known. */
  let largest: number | null = null;
  const makeRoom = async (): Promise<void> => {
    for (const [key, entry] of entries) {
      if (held <= maxBytes) return;
      if (entry.users > 0) continue;
      entries.delete(key);
      held -= entry.bytes ?? 0;
      release(await entry.value);
    }
  };
  const hasRoomFor = (key: string): boolean => {
    const used = [...entries.values()].filter(({ users }) => users > 0);
    if (used.length < together || entries.has(key)) return true;
    const expected = largest ?? Infinity;
    return used.reduce((sum, { bytes }) => sum + (bytes ?? expected), expected) <= maxBytes;
  };
  const begin = (key: string, make: () => Promise<T>): Entry<T> => {
    const entry: Entry<T> = { value: make(), bytes: null, users: 0 };
    entry.value.then(
      (value) => {
        entry.bytes = bytesOf(value);
        held += entry.bytes;
        largest = Math.max(largest ?? 0, entry.bytes);
        letIn();
      },
      () => entries.delete(key),
    );
    return entry;
  };
  const letIn = (): void => {
    for (let next = line[0]; next && hasRoomFor(next.key); next = line[0]) {
      line.shift();
      const entry = entries.get(next.key) ?? begin(next.key, next.make);
      entries.delete(next.key);
      entries.set(next.key, entry);
      entry.users++;
      next.enter(entry);
    }
  };
  return {
    async use(key, make, work) {
      const entry = await new Promise<Entry<T>>((enter) => {
        line.push({ key, make, enter });
        letIn();
      });
      try {
        return await work(await entry.value);
      } finally {
        entry.users--;
        await makeRoom();
        letIn();
      }
    },
  };
}
