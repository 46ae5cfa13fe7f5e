import {
  centralHeader,
  endOfArchive,
  endOfArchiveSize,
  headerSizes,
  localHeader,
  type ZipEntry,
} from './zip-headers.ts';

/** A stretch of the archive: bytes of its own, or the content of an entry. */
type ZipPart = { readonly offset: number; readonly length: number } & (
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'content'; readonly entry: ZipEntry }
);

export type ZipPlan = {
  /** Of the whole archive in bytes, known before the first one is written. */
  readonly length: number;
  /** In order and without gaps, made one by one: headers of a million entries need no memory. */
  parts(): Generator<ZipPart>;
};

/**
 * Plans a ZIP without compression (APPNOTE.TXT 6.3.10): pictures are compressed already, and with sizes and
 * checksums known beforehand it has an exact length, no data descriptors, and byte ranges that can be
 * computed. Zip64 records appear only where numbers need them. `modified` (ISO 8601) is the date of every
 * entry, in UTC: same entries, same bytes. Throws on names that are not safe to unpack.
 */
export function planZip(entries: readonly ZipEntry[], options: { modified: string }): ZipPlan {
  checkEntries(entries);
  const modified = new Date(options.modified);
  let directoryStart = 0;
  let directorySize = 0;
  for (const entry of entries) {
    const sizes = headerSizes(entry, directoryStart);
    directoryStart += sizes.local + entry.size;
    directorySize += sizes.central;
  }
  const directory = { entries: entries.length, start: directoryStart, size: directorySize };
  const length = directoryStart + directorySize + endOfArchiveSize(directory);

  function* parts(): Generator<ZipPart> {
    let offset = 0;
    for (const entry of entries) {
      const bytes = localHeader(entry, modified);
      yield { kind: 'bytes', offset, length: bytes.length, bytes };
      offset += bytes.length;
      if (entry.size > 0) yield { kind: 'content', offset, length: entry.size, entry };
      offset += entry.size;
    }
    let start = 0;
    for (const entry of entries) {
      const bytes = centralHeader(entry, modified, start);
      yield { kind: 'bytes', offset, length: bytes.length, bytes };
      offset += bytes.length;
      start += headerSizes(entry, start).local + entry.size;
    }
    const bytes = endOfArchive(directory);
    yield { kind: 'bytes', offset, length: bytes.length, bytes };
  }
  return { length, parts };
}

function checkEntries(entries: readonly ZipEntry[]): void {
  const names = new Set<string>();
  for (const { name, size, crc32 } of entries) {
    const steps = name.split('/');
    const unsafe = steps.some((step) => step === '' || step === '.' || step === '..');
    if (unsafe || /[\\:\0]/.test(name) || name.length > 4096)
      throw new Error(`"${name}" is no name for a file in a ZIP.`);
    if (names.has(name)) throw new Error(`Two files in the ZIP are called "${name}".`);
    names.add(name);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error(`"${name}" has no size.`);
    if (!Number.isInteger(crc32) || crc32 < 0 || crc32 > 0xffffffff)
      throw new Error(`"${name}" has no checksum.`);
  }
}
