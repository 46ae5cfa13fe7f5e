import { AppError } from '../app-error.ts';
import { endOfArchiveSize, headerSizes, type ZipEntry } from './zip-headers.ts';

/** Gives `length` bytes from `offset`; both are inside of the archive. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

/** An entry, and where its content begins. */
export type FoundEntry = ZipEntry & { readonly at: number };

/**
 * The files of a ZIP as Red Rabbit writes it: no compression, nothing between the entries, nothing after the end.
 * Everything else, and whatever is cut off or does not agree with itself, is refused with AppError `file_refused`.
 */
export async function readZipDirectory(length: number, readAt: ReadAt): Promise<FoundEntry[]> {
  const view = async (offset: number, size: number): Promise<DataView> => {
    if (!Number.isSafeInteger(offset) || offset < 0 || size < 0 || offset + size > length) throw damaged();
    const bytes = await readAt(offset, size);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const directory = await findDirectory(length, view);
  const head = await view(directory.start, directory.size);
  const entries: FoundEntry[] = [];
  const names = new Set<string>();
  let expected = 0;
  let at = 0;
  while (at < head.byteLength) {
    const { entry, start, size } = readCentral(head, at);
    // Written one after the other, so an entry begins where the one before it ended.
    if (start !== expected || names.has(entry.name) || !isSafe(entry.name)) throw damaged();
    names.add(entry.name);
    const { local } = headerSizes(entry, 0);
    entries.push({ ...entry, at: start + local });
    expected = start + local + entry.size;
    at += size;
  }
  if (entries.length !== directory.entries || expected !== directory.start) throw damaged();
  return entries;
}

type View = (offset: number, size: number) => Promise<DataView>;

async function findDirectory(
  length: number,
  view: View,
): Promise<{ entries: number; start: number; size: number }> {
  const end = await view(length - 22, 22);
  if (end.getUint32(0, true) !== 0x06054b50) {
    throw new AppError(
      'file_refused',
      'It does not end as a ZIP of Red Rabbit does: it is cut off, or something else. Download it again.',
    );
  }
  const found = {
    entries: end.getUint16(10, true),
    size: end.getUint32(12, true),
    start: end.getUint32(16, true),
  };
  if (found.entries === 0xffff || found.size === 0xffffffff || found.start === 0xffffffff) {
    const record = await view(length - 22 - 20 - 56, 56);
    if (record.getUint32(0, true) !== 0x06064b50) throw damaged();
    found.entries = Number(record.getBigUint64(32, true));
    found.size = Number(record.getBigUint64(40, true));
    found.start = Number(record.getBigUint64(48, true));
  }
  if (found.start + found.size + endOfArchiveSize(found) !== length) throw damaged();
  return found;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function readCentral(view: DataView, at: number): { entry: ZipEntry; start: number; size: number } {
  const fits = (size: number): boolean => at + size <= view.byteLength;
  if (!fits(46) || view.getUint32(at, true) !== 0x02014b50) throw damaged();
  const nameLength = view.getUint16(at + 28, true);
  const extra = view.getUint16(at + 30, true);
  const total = 46 + nameLength + extra + view.getUint16(at + 32, true);
  if (!fits(total)) throw damaged();
  if (view.getUint16(at + 10, true) !== 0) {
    throw new AppError(
      'file_refused',
      'It was packed again by another program. Unpack it, and check the folder instead.',
    );
  }
  let wide = at + 46 + nameLength + 4;
  const field = (value: number): number => {
    if (value !== 0xffffffff) return value;
    if (wide + 8 > at + total) throw damaged();
    wide += 8;
    return Number(view.getBigUint64(wide - 8, true));
  };
  const size = field(view.getUint32(at + 24, true));
  if (field(view.getUint32(at + 20, true)) !== size) throw damaged();
  const start = field(view.getUint32(at + 42, true));
  let name: string;
  try {
    name = decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
  } catch {
    throw damaged();
  }
  return { entry: { name, size, crc32: view.getUint32(at + 16, true) }, start, size: total };
}

function isSafe(name: string): boolean {
  return !/[\\:\0]/.test(name) && name.split('/').every((step) => !['', '.', '..'].includes(step));
}

function damaged(): AppError {
  return new AppError('file_refused', 'Its directory is damaged. Download it again.');
}
