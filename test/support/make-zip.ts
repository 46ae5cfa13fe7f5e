import { crc32, deflateRawSync } from 'node:zlib';

export type MadeEntry = {
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  readonly isPacked?: boolean;
  /** General purpose bits; 1 says encrypted, 0x800 that the name is UTF-8. */
  readonly flags?: number;
  /** Unix file mode. */
  readonly mode?: number;
  /** What the directory says, where that is not the truth. */
  readonly claims?: { readonly size?: number; readonly crc32?: number };
  /** Numbers in the Zip64 extra field, although they would fit. */
  readonly isZip64?: boolean;
};

/** A ZIP by APPNOTE.TXT, independent of the code that writes and reads ours, and as dishonest as it is told to be. */
export function makeZip(entries: readonly MadeEntry[]): Uint8Array<ArrayBuffer> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let start = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content);
    const packed = entry.isPacked === true ? deflateRawSync(content) : content;
    const size = entry.claims?.size ?? content.length;
    const extra = entry.isZip64 === true ? numbers([2, 1], [2, 16], [8, size], [8, packed.length]) : nothing;
    const shared = numbers(
      [2, 45],
      [2, entry.flags ?? 0],
      [2, entry.isPacked === true ? 8 : 0],
      [4, 0],
      [4, entry.claims?.crc32 ?? crc32(content)],
      [4, entry.isZip64 === true ? 0xffffffff : packed.length],
      [4, entry.isZip64 === true ? 0xffffffff : size],
      [2, name.length],
      [2, extra.length],
    );
    const local = Buffer.concat([numbers([4, 0x04034b50]), shared, name, extra, packed]);
    const mode = (entry.mode ?? 0o100644) * 0x10000;
    directory.push(
      Buffer.concat([
        numbers([4, 0x02014b50], [2, (3 << 8) | 45]),
        shared,
        numbers([2, 0], [2, 0], [2, 0], [4, mode], [4, start]),
        name,
        extra,
      ]),
    );
    bodies.push(local);
    start += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = entries.length;
  const end = numbers([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, size], [4, start], [2, 0]);
  return new Uint8Array(Buffer.concat([...bodies, ...directory, end]));
}

const nothing = Buffer.alloc(0);

/** Bytes and value of each, little-endian. */
function numbers(...fields: readonly [2 | 4 | 8, number][]): Buffer {
  const out = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) out.writeBigUInt64LE(BigInt(value), at);
    else out.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return out;
}
