import { endOfArchiveSize, headerSizes, type ZipDirectory, type ZipEntry } from './zip-headers.ts';

/** What has to be known of an archive before its first byte is sent: a few numbers, however many entries. */
export type ZipLayout = {
  /** Of the whole archive in bytes. */
  readonly length: number;
  readonly directory: ZipDirectory;
};

/**
 * Adds up a ZIP without compression (APPNOTE.TXT 6.3.10): pictures are compressed already, and with sizes and
 * checksums known beforehand it has an exact length, no data descriptors, and byte ranges that can be
 * computed. Zip64 records appear only where numbers need them. Throws on names that are not safe to unpack.
 */
export function createZipPlanner(): { add(entry: ZipEntry): void; layout(): ZipLayout } {
  const names = new Set<string>();
  let start = 0;
  let size = 0;
  return {
    add(entry) {
      checkEntry(entry, names);
      const sizes = headerSizes(entry, start);
      start += sizes.local + entry.size;
      size += sizes.central;
    },
    layout() {
      const directory = { entries: names.size, start, size };
      return { directory, length: zipLength(directory) };
    },
  };
}

export function planZip(entries: Iterable<ZipEntry>): ZipLayout {
  const planner = createZipPlanner();
  for (const entry of entries) planner.add(entry);
  return planner.layout();
}

export function zipLength(directory: ZipDirectory): number {
  return directory.start + directory.size + endOfArchiveSize(directory);
}

function checkEntry({ name, size, crc32 }: ZipEntry, names: Set<string>): void {
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
