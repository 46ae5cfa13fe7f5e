import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';

export type MediaFile = { readonly bytes: Uint8Array; readonly type: string };

/** The files behind fal's media host, in memory. Paths begin with `/files/`. */
export type MediaStore = {
  /** A path for a file to come. `seconds` of fal's time until it expires; `null` keeps it. */
  reserve(name: string, seconds: number | null): string;
  /** False when no file is expected there. */
  put(path: string, file: MediaFile): boolean;
  /** One part of a file in parts, from 1; its entity tag, or `null` when no file is expected there. */
  putPart(path: string, part: number, bytes: Uint8Array): string | null;
  /** Puts the parts together; false when one is missing or another tag was noted for it. */
  complete(path: string, parts: readonly { partNumber: number; etag: string }[]): boolean;
  get(path: string): MediaFile | null;
  /** The file is gone from now on. */
  expire(path: string): void;
};

type Slot = { expiresAt: number; type: string; file: MediaFile | null; parts: Map<number, Part> };
type Part = { bytes: Uint8Array; etag: string };

/** Over `budget` bytes the oldest files go first: thousands of pictures are made in one run. */
export function createMediaStore(clock: Clock, budget = 512 * 1024 * 1024): MediaStore {
  const slots = new Map<string, Slot>();
  let held = 0;
  const drop = (path: string): void => {
    held -= slots.get(path)?.file?.bytes.byteLength ?? 0;
    slots.delete(path);
  };
  const store = (path: string, slot: Slot, file: MediaFile): void => {
    drop(path);
    slots.set(path, { ...slot, file, parts: new Map() });
    held += file.bytes.byteLength;
    for (const [oldest, { file: old }] of slots) {
      if (held <= budget || oldest === path) return;
      if (old) drop(oldest);
    }
  };
  return {
    reserve(name, seconds) {
      const path = `/files/${randomUUID()}/${name.replaceAll(/[^\w.-]/g, '_')}`;
      const expiresAt = seconds === null ? Infinity : Date.now() + clock.pace(seconds);
      slots.set(path, { expiresAt, type: 'application/octet-stream', file: null, parts: new Map() });
      return path;
    },
    put(path, file) {
      const slot = slots.get(path);
      if (!slot) return false;
      store(path, slot, file);
      return true;
    },
    putPart(path, part, bytes) {
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
      const slot = slots.get(path);
      slot?.parts.set(part, { bytes, etag });
      return slot ? etag : null;
    },
    complete(path, parts) {
      const slot = slots.get(path);
      const found = parts.map(({ partNumber }) => slot?.parts.get(partNumber));
      const fits = parts.length > 0 && found.every((part, i) => part?.etag === parts[i]!.etag);
      if (!slot || !fits) return false;
      store(path, slot, { bytes: Buffer.concat(found.map((part) => part!.bytes)), type: slot.type });
      return true;
    },
    get(path) {
      const slot = slots.get(path);
      if (!slot?.file) return null;
      if (slot.expiresAt > Date.now()) return slot.file;
      drop(path);
      return null;
    },
    expire: drop,
  };
}

/** The seconds that a lifecycle header asks for; `null` where it asks for none. */
export function lifecycleSeconds(header: string | undefined): number | null {
  try {
    const wish = JSON.parse(header ?? 'null') as { expiration_duration_seconds?: unknown } | null;
    const seconds = wish?.expiration_duration_seconds;
    return typeof seconds === 'number' && seconds > 0 ? seconds : null;
  } catch {
    return null;
  }
}
