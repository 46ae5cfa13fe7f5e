// Records of APPNOTE.TXT 6.3.10; numbers in brackets are its sections. All numbers little-endian.

/** These values in a 32 or 16 bit field say that the real one is in a Zip64 record. */
const max32 = 0xffffffff;
const max16 = 0xffff;
const utf8Flag = 0x0800;
const regularFile0644 = 0o100644;
const encoder = new TextEncoder();

export type ZipEntry = {
  /** Relative path with forward slashes. */
  readonly name: string;
  readonly size: number;
  /** CRC-32 of the content, as an unsigned number (`zlib.crc32`). */
  readonly crc32: number;
};

export type ZipDirectory = { readonly entries: number; readonly start: number; readonly size: number };

/** Bytes of an entry's two headers; the central one grows when the entry starts beyond 4 GiB. */
export function headerSizes(entry: ZipEntry, start: number): { local: number; central: number } {
  const name = encoder.encode(entry.name).length;
  const large = entry.size >= max32;
  const extra = (large ? 16 : 0) + (start >= max32 ? 8 : 0);
  return { local: 30 + name + (large ? 20 : 0), central: 46 + name + (extra > 0 ? 4 + extra : 0) };
}

/** [4.3.7] */
export function localHeader(entry: ZipEntry, modified: Date): Uint8Array {
  const name = encoder.encode(entry.name);
  const large = entry.size >= max32;
  const record = writer(headerSizes(entry, 0).local);
  record.u32(0x04034b50);
  writeCommon(record, entry, name, modified, large, large ? 20 : 0);
  record.bytes(name);
  if (large) {
    record.u16(0x0001);
    record.u16(16);
    record.u64(entry.size);
    record.u64(entry.size);
  }
  return record.done();
}

/** [4.3.12]; `start` is the offset of the entry's local header. */
export function centralHeader(entry: ZipEntry, modified: Date, start: number): Uint8Array {
  const name = encoder.encode(entry.name);
  const large = entry.size >= max32;
  const far = start >= max32;
  const extra = (large ? 16 : 0) + (far ? 8 : 0);
  const record = writer(headerSizes(entry, start).central);
  record.u32(0x02014b50);
  // Made on Unix, so that the file mode below is understood.
  record.u16((3 << 8) | 45);
  writeCommon(record, entry, name, modified, large || far, extra > 0 ? 4 + extra : 0);
  record.u16(0);
  record.u16(0);
  record.u16(0);
  record.u32(regularFile0644 * 0x10000);
  record.u32(Math.min(start, max32));
  record.bytes(name);
  if (extra > 0) {
    record.u16(0x0001);
    record.u16(extra);
    if (large) {
      record.u64(entry.size);
      record.u64(entry.size);
    }
    if (far) record.u64(start);
  }
  return record.done();
}

function needsZip64({ entries, start, size }: ZipDirectory): boolean {
  return entries >= max16 || start >= max32 || size >= max32;
}

export function endOfArchiveSize(directory: ZipDirectory): number {
  return 22 + (needsZip64(directory) ? 56 + 20 : 0);
}

/** [4.3.14 to 4.3.16] */
export function endOfArchive(directory: ZipDirectory): Uint8Array {
  const { entries, start, size } = directory;
  const record = writer(endOfArchiveSize(directory));
  if (needsZip64(directory)) {
    record.u32(0x06064b50);
    record.u64(44);
    record.u16((3 << 8) | 45);
    record.u16(45);
    record.u32(0);
    record.u32(0);
    record.u64(entries);
    record.u64(entries);
    record.u64(size);
    record.u64(start);
    record.u32(0x07064b50);
    record.u32(0);
    record.u64(start + size);
    record.u32(1);
  }
  record.u32(0x06054b50);
  record.u16(0);
  record.u16(0);
  record.u16(Math.min(entries, max16));
  record.u16(Math.min(entries, max16));
  record.u32(Math.min(size, max32));
  record.u32(Math.min(start, max32));
  record.u16(0);
  return record.done();
}

/** What local and central headers share: from "version needed" to "extra field length". */
function writeCommon(
  record: Writer,
  entry: ZipEntry,
  name: Uint8Array,
  modified: Date,
  zip64: boolean,
  extraLength: number,
): void {
  const isAscii = name.length === entry.name.length;
  record.u16(zip64 ? 45 : 20);
  record.u16(isAscii ? 0 : utf8Flag);
  record.u16(0);
  // MS-DOS time counts two-second steps from 1980 [4.4.6].
  const year = Math.min(2107, Math.max(1980, modified.getUTCFullYear()));
  record.u16(
    (modified.getUTCHours() << 11) | (modified.getUTCMinutes() << 5) | (modified.getUTCSeconds() >> 1),
  );
  record.u16(((year - 1980) << 9) | ((modified.getUTCMonth() + 1) << 5) | modified.getUTCDate());
  record.u32(entry.crc32);
  record.u32(Math.min(entry.size, max32));
  record.u32(Math.min(entry.size, max32));
  record.u16(name.length);
  record.u16(extraLength);
}

type Writer = {
  u16(value: number): void;
  u32(value: number): void;
  u64(value: number): void;
  bytes(value: Uint8Array): void;
  done(): Uint8Array;
};

function writer(size: number): Writer {
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  return {
    u16: (value) => {
      view.setUint16(at, value, true);
      at += 2;
    },
    u32: (value) => {
      view.setUint32(at, value, true);
      at += 4;
    },
    u64: (value) => {
      view.setBigUint64(at, BigInt(value), true);
      at += 8;
    },
    bytes: (value) => {
      out.set(value, at);
      at += value.length;
    },
    done: () => {
      if (at !== size) throw new Error(`A ZIP record is ${at} bytes long instead of ${size}.`);
      return out;
    },
  };
}
