import type { z } from 'zod';

/** What the server does not have yet, kept in this browser. */
export type Waiting<T> = {
  readonly read: () => T | null;
  readonly keep: (value: T | null) => void;
};

/** `schema` is what is taken back: what another version of this program kept may look different. */
export function waitingAt<T>(key: string, schema: z.ZodType<T>): Waiting<T> {
  return {
    read: () => {
      try {
        return schema.parse(JSON.parse(localStorage.getItem(key) ?? 'null'));
      } catch {
        return null;
      }
    },
    keep: (value) => {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A browser that keeps nothing still sends what is drawn.
      }
    },
  };
}
