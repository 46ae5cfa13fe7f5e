import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#core/app-error.ts';

const blockSize = 64 * 1024;
/** Blocks that are held in memory before the first is written to the disk: 4 MB. */
const heldBlocks = 64;
/** Blocks read last from the disk. */
const cachedBlocks = 4;

/** Texts put away one after the other, and read back by their number, in any order and at once. */
export type RecordSpool = {
  /** Counts from 0. Throws AppError `storage_full` or `storage_read_only` when the disk takes no more. */
  add(text: string): number;
  read(record: number): string;
  /** Gives the room back. Nothing can be read any more. */
  close(): void;
};

/**
 * Holds the first 4 MB, and puts the rest into a file in the system's folder for temporary files (`TMPDIR`), whose name is taken
 * away at once: a program that is killed leaves nothing behind. In memory stay 8 bytes a record. Reading does not wait: the
 * writers of formats make their texts in one go, and what was just written comes from the system's own memory.
 */
export function createRecordSpool(held: number = heldBlocks): RecordSpool {
  let starts = new Float64Array(1024);
  let count = 0;
  /** All blocks while they are few; later those from `onDisk` on: one, the last. */
  let blocks: Buffer[] = [];
  let onDisk = 0;
  let length = 0;
  let file: number | null = null;
  const cache = new Map<number, Buffer>();

  const flush = (): void => {
    try {
      file ??= openUnnamed();
      for (const block of blocks.splice(0)) {
        writeSync(file, block, 0, blockSize, onDisk * blockSize);
        onDisk++;
      }
    } catch (error) {
      throw explain(error);
    }
  };
  const blockAt = (number: number): Buffer => {
    if (number >= onDisk) return blocks[number - onDisk]!;
    const known = cache.get(number);
    if (known !== undefined) return known;
    if (file === null) throw new Error('The spool is closed.');
    const oldest = cache.size < cachedBlocks ? undefined : cache.keys().next().value;
    const block = (oldest !== undefined && cache.get(oldest)) || Buffer.allocUnsafe(blockSize);
    if (oldest !== undefined) cache.delete(oldest);
    if (readSync(file, block, 0, blockSize, number * blockSize) !== blockSize)
      throw new Error('The spool is cut off.');
    cache.set(number, block);
    return block;
  };
  return {
    add(text) {
      const bytes = Buffer.from(text);
      if (count + 1 === starts.length) {
        const more = new Float64Array(starts.length * 2);
        more.set(starts);
        starts = more;
      }
      for (let at = 0; at < bytes.length;) {
        const inBlock = length % blockSize;
        if (inBlock === 0) {
          if (blocks.length >= held || (file !== null && blocks.length > 0)) flush();
          blocks.push(Buffer.allocUnsafe(blockSize));
        }
        const copied = bytes.copy(blocks.at(-1)!, inBlock, at);
        at += copied;
        length += copied;
      }
      starts[++count] = length;
      return count - 1;
    },
    read(record) {
      const [start, end] = [starts[record]!, starts[record + 1]!];
      if (record < 0 || record >= count) throw new Error(`There is no record ${record}.`);
      const first = Math.floor(start / blockSize);
      const last = Math.floor(Math.max(start, end - 1) / blockSize);
      if (start === end) return '';
      if (first === last) {
        const base = first * blockSize;
        return blockAt(first).toString('utf8', start - base, end - base);
      }
      const pieces: Buffer[] = [];
      for (let number = first; number <= last; number++) {
        const base = number * blockSize;
        // A copy: the block may be read over by the next.
        pieces.push(
          Buffer.from(blockAt(number).subarray(Math.max(0, start - base), Math.min(blockSize, end - base))),
        );
      }
      return Buffer.concat(pieces).toString('utf8');
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
      blocks = [];
      cache.clear();
      count = 0;
    },
  };
}

function openUnnamed(): number {
  const path = join(tmpdir(), `redrabbit-${randomUUID()}.spool`);
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}

function explain(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === null) return error;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new AppError(
    isFull ? 'storage_full' : 'storage_read_only',
    `The folder for temporary files (${tmpdir()}) ${isFull ? 'is full' : `cannot be written to (${code})`}. Free some space there, or name another one in TMPDIR.`,
    { cause: error },
  );
}
