import type { Storage } from '#adapters/storage/port.ts';
import type { Stretch } from '#core/dataset/frozen-file.ts';

/** Bytes. Small enough to be held whole by whoever reads many small files from it. */
export const packSize = 2 * 1024 * 1024;

/** Puts files one after the other into stored objects of `packSize`; a file may lie in several. */
export type Packer = {
  /** Called from one file's `add`s to its `end`; gives the file's stretches. */
  add(chunk: Uint8Array): Promise<void>;
  /** The next bytes of the file are those of a stored object: nothing is put anywhere. */
  refer(hash: string, length: number): void;
  end(): Stretch[];
  /** Stores what is left. The objects in order: a stretch names them by number. */
  close(): Promise<string[]>;
};

export function createPacker(storage: Pick<Storage, 'put'>): Packer {
  const hashes: string[] = [];
  // Filled again and again: `put` ends when the bytes are stored.
  const pack = new Uint8Array(packSize);
  let filled = 0;
  let begun = 0;
  let stretches: Stretch[] = [];
  const endStretch = (): void => {
    if (filled > begun) stretches.push([hashes.length, begun, filled - begun]);
    begun = filled;
  };
  const flush = async (): Promise<void> => {
    endStretch();
    hashes.push(await storage.put(pack.subarray(0, filled)));
    filled = 0;
    begun = 0;
  };
  return {
    async add(chunk) {
      for (let at = 0; at < chunk.length;) {
        const piece = chunk.subarray(at, at + packSize - filled);
        pack.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled === packSize) await flush();
      }
    },
    refer(hash, length) {
      endStretch();
      stretches.push([hash, 0, length]);
    },
    end() {
      endStretch();
      const ended = stretches;
      stretches = [];
      return ended;
    },
    async close() {
      if (filled > 0) await flush();
      return hashes;
    },
  };
}
