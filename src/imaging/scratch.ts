import { isMarkedAsUntransferable } from 'node:worker_threads';

/** More is given back at once: a large mark on a photo of 12 MP asks for five times as much. */
const MOST_KEPT = 16 * 1024 * 1024;

/** One thread's own, handed out from its start on; what does not fit into it is `loose`. */
let block = new ArrayBuffer(0);
let used = 0;
/** The most that was asked for since the outermost work began. */
let most = 0;
let loose: ArrayBuffer[] = [];
let depth = 0;

type Kind<T> = {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

/**
 * Runs work whose `scratch` arrays nobody needs afterwards: their memory goes to what comes next on this thread. Work within
 * work gives back its own at its end. Left to the garbage collector, the fields of one mark after the other drove it into
 * full collections, and kept the memory of large ones until then.
 */
export function withScratch<T>(work: () => T): T {
  const from = { used, loose: loose.length };
  depth++;
  try {
    return work();
  } finally {
    depth--;
    for (const buffer of loose.slice(from.loose)) buffer.transfer(0);
    loose = loose.slice(0, from.loose);
    used = from.used;
    if (depth === 0) {
      if (most > block.byteLength && most <= MOST_KEPT) {
        block.transfer(0);
        block = new ArrayBuffer(most);
      }
      most = 0;
    }
  }
}

/** An array of zeros, for as long as the innermost `withScratch` runs; outside of any it is an array as any other. */
export function scratch<T extends { fill(value: number): T }>(kind: Kind<T>, length: number): T {
  const bytes = Math.ceil((length * kind.BYTES_PER_ELEMENT) / 8) * 8;
  if (depth === 0) return new kind(new ArrayBuffer(bytes), 0, length);
  const from = used;
  used += bytes;
  if (used > most) most = used;
  if (used <= block.byteLength) return new kind(block, from, length).fill(0);
  const buffer = new ArrayBuffer(bytes);
  loose.push(buffer);
  return new kind(buffer, 0, length);
}

/**
 * Gives back at once what nobody needs any more: it would wait for a collection, and be a reason for one. The whole block of memory
 * that an array lies in goes, but for those that the runtime cuts small buffers from.
 */
export function letGo(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer } of arrays) {
    if (!(buffer instanceof ArrayBuffer) || buffer.detached || isMarkedAsUntransferable(buffer)) continue;
    buffer.transfer(0);
  }
}
