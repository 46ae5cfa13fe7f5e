import type { Picture } from '#imaging/picture.ts';
import { surfaceBytes, type Surface } from '#imaging/surface/surface.ts';

export type Golden = { readonly picture: Picture; readonly surface: Surface };

/**
 * Decoded and analysed golden images of one worker thread, least recently used first out. Bounded by bytes;
 * the newest stays even if it alone is larger, because it is in use.
 */
export type GoldenCache = {
  get(hash: string): Golden | undefined;
  set(hash: string, golden: Golden): void;
};

export function createGoldenCache(maxBytes: number): GoldenCache {
  // A Map keeps the order of insertion: reading moves an entry to the end.
  const entries = new Map<string, { golden: Golden; bytes: number }>();
  let held = 0;
  return {
    get(hash) {
      const entry = entries.get(hash);
      if (!entry) return undefined;
      entries.delete(hash);
      entries.set(hash, entry);
      return entry.golden;
    },
    set(hash, golden) {
      held -= entries.get(hash)?.bytes ?? 0;
      entries.delete(hash);
      const bytes = golden.picture.data.byteLength + surfaceBytes(golden.surface);
      entries.set(hash, { golden, bytes });
      held += bytes;
      for (const [oldest, entry] of entries) {
        if (held <= maxBytes || oldest === hash) break;
        entries.delete(oldest);
        held -= entry.bytes;
      }
    },
  };
}
