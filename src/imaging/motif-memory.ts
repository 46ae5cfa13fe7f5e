import type { Area } from '#imaging/area.ts';
import type { PlacedMotif } from '#imaging/ground.ts';

/** The motifs that pictures of one golden image found. */
export type MotifMemory = {
  /** What was found before in the same region, be it nothing, or is found now. */
  recall(region: Area | null, find: () => readonly PlacedMotif[]): readonly PlacedMotif[];
};

/**
 * For one thread: finding print takes 60-100 ms at 1024 x 768, three times as long as all else of a picture, and 5 ms where
 * there is none. The longest unused are let go beyond `maxBytes`. `goldenKey` stands for a golden image and its surface.
 */
export function createMotifMemory(maxBytes: number): (goldenKey: string) => MotifMemory {
  const kept = new Map<string, { placed: readonly PlacedMotif[]; bytes: number }>();
  let held = 0;
  const keep = (key: string, placed: readonly PlacedMotif[]): void => {
    const bytes = placed.reduce((sum, motif) => sum + bytesOf(motif), 2 * key.length);
    if (bytes > maxBytes) return;
    kept.set(key, { placed, bytes });
    held += bytes;
    // A Map keeps the order of insertion.
    for (const [oldest, { bytes: freed }] of kept) {
      if (held <= maxBytes) return;
      kept.delete(oldest);
      held -= freed;
    }
  };
  return (goldenKey) => ({
    recall(region, find) {
      const drawn = region && 'data' in region ? region.key : region;
      // A mask is large; to tell two without keys apart would cost what is saved.
      if (drawn === undefined) return find();
      const key = JSON.stringify([goldenKey, drawn]);
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return known.placed;
      }
      const placed = find();
      keep(key, placed);
      return placed;
    },
  });
}

function bytesOf({ motif: { photo, bare, ink, cover, room }, allowed, own }: PlacedMotif): number {
  const arrays = [photo.data, bare, ink, cover, room, allowed, ...(own ? Object.values(own) : [])];
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
