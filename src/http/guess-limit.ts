type Window = { wrong: number; endsAt: number };

export type GuessLimit = {
  /** How long this address has to wait before it may ask again; 0: not at all. */
  waitSeconds(address: string, now: number): number;
  count(address: string, now: number): void;
};

const mostAddresses = 10_000;

/** Counts wrong answers of each address in windows of `perMs`; after `most` it waits for the next. `now` in ms. */
export function createGuessLimit({ most, perMs }: { most: number; perMs: number }): GuessLimit {
  const windows = new Map<string, Window>();
  const current = (address: string, now: number): Window | undefined => {
    const window = windows.get(address);
    return window !== undefined && window.endsAt > now ? window : undefined;
  };
  return {
    waitSeconds(address, now) {
      const window = current(address, now);
      return window === undefined || window.wrong < most ? 0 : Math.ceil((window.endsAt - now) / 1000);
    },
    count(address, now) {
      const window = current(address, now);
      if (window !== undefined) {
        window.wrong++;
        return;
      }
      // A map gives its oldest first: whoever came long ago is forgotten, never those who just tried.
      windows.delete(address);
      const [oldest] = windows.keys();
      if (windows.size >= mostAddresses && oldest !== undefined) windows.delete(oldest);
      windows.set(address, { wrong: 1, endsAt: now + perMs });
    },
  };
}
