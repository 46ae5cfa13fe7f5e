import type { Readable } from 'node:stream';

/** Lower-case hex SHA-256 of the content: the only name a stored object has. */
export type ContentHash = string;

/**
 * Where pictures and masks live. Objects are named by their content, so writing one twice is
 * harmless, and a reader never sees half of one.
 */
export type Storage = {
  /** Stores the bytes and says their name. Resolves only once they are durable. Throws AppError `storage_full` or `storage_read_only`. */
  put(bytes: Uint8Array): Promise<ContentHash>;
  /** Throws AppError `not_found` when there is no such object. */
  get(hash: ContentHash): Promise<Uint8Array>;
  /** Streams the object, or the bytes from `start` to `end` (both included). */
  stream(hash: ContentHash, range?: { start: number; end: number }): Promise<Readable>;
  /** Size in bytes; `null` when there is no such object. */
  size(hash: ContentHash): Promise<number | null>;
  delete(hash: ContentHash): Promise<void>;
  /** Every object, and when it was last put. */
  list(): AsyncIterable<{ hash: ContentHash; putAt: Date }>;
  /**
   * Deletes the object unless it was put (again) after `before`; says whether it did. Safe while others put
   * the same content: either they keep the object or they write it anew.
   */
  deletePutBefore(hash: ContentHash, before: Date): Promise<boolean>;
  /** Throws a sentence saying what is wrong when nothing can be written. */
  checkWritable(): Promise<void>;
};
