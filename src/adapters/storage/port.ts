import type { Readable } from 'node:stream';

/** Lower-case hex SHA-256 of the content: the only name a stored object has. */
export type ContentHash = string;

/** `putAt`: when it was last put. `size` in bytes. */
export type StoredObject = { hash: ContentHash; size: number; putAt: Date };

export type UploadLink = { url: string; headers: Record<string, string> };

/**
 * Where pictures and masks live. Objects are named by their content, so writing one twice is
 * harmless, and a reader never sees half of one.
 */
export type Storage = {
  readonly kind: 'folder' | 's3';
  /** Where that is, for people; without keys. */
  readonly place: string;
  /**
   * Stores the bytes and says their name. Resolves only once they are durable. Throws AppError `storage_full`,
   * `storage_read_only` or `storage_unavailable`.
   */
  put(bytes: Uint8Array): Promise<ContentHash>;
  /** Throws AppError `not_found` when there is no such object. */
  get(hash: ContentHash): Promise<Uint8Array>;
  /**
   * Streams the object, or the bytes from `start` to `end` (both included; the end may lie behind the object's).
   * `size` is that of the whole object.
   */
  open(hash: ContentHash, range?: { start: number; end: number }): Promise<{ size: number; body: Readable }>;
  /** Size in bytes; `null` when there is no such object. */
  size(hash: ContentHash): Promise<number | null>;
  /** Every object, in the order of the names. */
  list(): AsyncIterable<StoredObject>;
  /**
   * Deletes those objects that were not put (again) since `before`; says how many went. Safe while others put
   * the same content: either they keep the object or they write it anew. May take minutes, and is left off
   * when the signal says so.
   */
  deletePutBefore(hashes: readonly ContentHash[], before: Date, signal?: AbortSignal): Promise<number>;
  /** Marks the place as belonging to `owner`, unless it is marked already; says who it belongs to. */
  claim(owner: string): Promise<string>;
  /** Throws a sentence saying what is wrong when nothing can be written. Answers within seconds. */
  checkWritable(): Promise<void>;
  /** Where a browser can fetch the object by itself, for that long at least; `null`: only from us. */
  link(hash: ContentHash): Promise<{ url: string; seconds: number } | null>;
  /**
   * Where somebody else may put the object by one PUT with those headers; `null`: only through us. A server that knows
   * checksums refuses other content; of another one, read the object back before you name it anywhere.
   */
  uploadLink(hash: ContentHash, type: string): Promise<UploadLink | null>;
  /** What all links begin with; `null` where there are none. */
  linkOrigin(): Promise<string | null>;
  close(): Promise<void>;
};
