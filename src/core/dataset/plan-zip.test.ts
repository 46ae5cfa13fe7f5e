import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planZip } from './plan-zip.ts';
import { type ByteRange, streamZip } from './stream-zip.ts';
import { headerSizes, type ZipEntry } from './zip-headers.ts';

const modified = '2026-11-22T10:11:13Z';
const utf8 = new TextEncoder();

type Found = {
  name: string;
  size: number;
  crc: number;
  start: number;
  flags: number;
  method: number;
  date: string;
  mode: number;
};

/** `expect` takes 20 microseconds, too long for a million comparisons. */
function same(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`${actual} in the archive instead of ${expected}`);
}

/**
 * Reads an archive from its end, as unpackers do, following APPNOTE.TXT. `at(offset, length)` gives bytes, so
 * that archives too large for memory can be read too.
 */
function readDirectory(length: number, at: (offset: number, length: number) => DataView): Found[] {
  const end = at(length - 22, 22);
  same(end.getUint32(0, true), 0x06054b50);
  let count = end.getUint16(10, true);
  let size = end.getUint32(12, true);
  let start = end.getUint32(16, true);
  let tail = 22;
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) {
    const locator = at(length - 42, 20);
    same(locator.getUint32(0, true), 0x07064b50);
    const record = at(Number(locator.getBigUint64(8, true)), 56);
    same(record.getUint32(0, true), 0x06064b50);
    count = Number(record.getBigUint64(32, true));
    size = Number(record.getBigUint64(40, true));
    start = Number(record.getBigUint64(48, true));
    tail += 76;
  }
  same(start + size + tail, length);
  const found: Found[] = [];
  let offset = start;
  for (let i = 0; i < count; i++) {
    const head = at(offset, 46);
    same(head.getUint32(0, true), 0x02014b50);
    const nameLength = head.getUint16(28, true);
    const extraLength = head.getUint16(30, true);
    const rest = at(offset + 46, nameLength + extraLength);
    const bytes = new Uint8Array(rest.buffer, rest.byteOffset, nameLength);
    const wide: number[] = [];
    if (extraLength > 0) {
      same(rest.getUint16(nameLength, true), 1);
      for (let k = 4; k < extraLength; k += 8) wide.push(Number(rest.getBigUint64(nameLength + k, true)));
    }
    const field = (value: number): number => (value === 0xffffffff ? wide.shift()! : value);
    const plainSize = field(head.getUint32(24, true));
    const packedSize = field(head.getUint32(20, true));
    same(packedSize, plainSize);
    const localStart = field(head.getUint32(42, true));
    same(wide.length, 0);
    const local = at(localStart, 30);
    same(local.getUint32(0, true), 0x04034b50);
    for (const [inLocal, inCentral] of [
      [6, 8],
      [8, 10],
      [10, 12],
      [12, 14],
      [14, 16],
      [18, 20],
      [22, 24],
    ] as const) {
      same(local.getUint16(inLocal, true), head.getUint16(inCentral, true));
    }
    const [time, date] = [head.getUint16(12, true), head.getUint16(14, true)];
    found.push({
      name: new TextDecoder().decode(bytes),
      size: plainSize,
      crc: head.getUint32(16, true),
      start: localStart + 30 + local.getUint16(26, true) + local.getUint16(28, true),
      flags: head.getUint16(8, true),
      method: head.getUint16(10, true),
      date: [
        (date >> 9) + 1980,
        (date >> 5) & 15,
        date & 31,
        time >> 11,
        (time >> 5) & 63,
        (time & 31) * 2,
      ].join(' '),
      mode: head.getUint32(38, true) >>> 16,
    });
    offset += 46 + nameLength + extraLength;
  }
  same(offset, start + size);
  return found;
}

async function build(files: ReadonlyMap<string, Uint8Array>, range?: ByteRange): Promise<Uint8Array> {
  const entries = [...files].map(([name, bytes]) => ({ name, size: bytes.length, crc32: crc32(bytes) }));
  const { length, directory } = planZip(entries);
  const zip = await join(streamZip({ modified, directory, entries: () => entries }, readerOf(files), range));
  expect(zip.length).toBe(range === undefined ? length : range.end - range.start + 1);
  return zip;
}

function readerOf(files: ReadonlyMap<string, Uint8Array>) {
  return async function* ({ name }: ZipEntry, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
    const bytes = files.get(name)!.subarray(start, end + 1);
    for (let i = 0; i < bytes.length; i += 3) yield bytes.subarray(i, i + 3);
  };
}

async function join(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(Buffer.concat(await Array.fromAsync(chunks)));
}

describe('planZip', () => {
  it('makes an archive that an independent reader takes apart again', async () => {
    const name = fc
      .array(fc.constantFrom('a', 'B', '7', 'ü', '💥', '.x'), { minLength: 1, maxLength: 5 })
      .map((list) => list.join(''));
    const files = fc.dictionary(name, fc.uint8Array({ maxLength: 20 }), { maxKeys: 8 });
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const contents = new Map(Object.entries(given).map(([key, bytes]) => [`data/${key}`, bytes]));
        const zip = await build(contents);
        const found = readDirectory(zip.length, (offset, length) => new DataView(zip.buffer, offset, length));
        expect(found.map((entry) => entry.name)).toEqual([...contents.keys()]);
        for (const entry of found) {
          const bytes = zip.subarray(entry.start, entry.start + entry.size);
          expect([...bytes]).toEqual([...contents.get(entry.name)!]);
          const flags = /^[ -~]*$/.test(entry.name) ? 0 : 0x0800;
          expect(entry).toMatchObject({
            crc: crc32(bytes),
            method: 0,
            flags,
            mode: 0o100644,
            date: '2026 11 22 10 11 12',
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives any stretch of the same bytes', async () => {
    const files = new Map([
      ['a.txt', utf8.encode('one')],
      ['empty', new Uint8Array()],
      ['b.bin', new Uint8Array(40_000).fill(7)],
      ['ü', utf8.encode('last')],
    ]);
    const whole = await build(files);
    const place = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        expect(Buffer.compare(await build(files, { start, end }), whole.subarray(start, end + 1))).toBe(0);
      }),
      { numRuns: 50 },
    );
    for (let start = 0; start < 60; start++) {
      expect(await build(files, { start, end: start })).toEqual(whole.subarray(start, start + 1));
    }
  });

  it('is the same for the same input', async () => {
    const files = new Map([['a.txt', utf8.encode('one')]]);
    expect(await build(files)).toEqual(await build(files));
  });

  it.each([
    [
      'more than 65,535 entries',
      Array.from({ length: 70_000 }, (_, i) => ({ name: `${i}`, size: 0, crc32: 0 })),
    ],
    [
      'entries and offsets beyond 4 GiB',
      [
        { name: 'huge', size: 5_000_000_000, crc32: 7 },
        { name: 'just-below', size: 0xfffffffe, crc32: 8 },
        { name: 'just-at', size: 0xffffffff, crc32: 9 },
        { name: 'last', size: 3, crc32: 1 },
      ],
    ],
  ] satisfies [string, ZipEntry[]][])('uses Zip64 for %s', async (_, entries) => {
    const { length, directory } = planZip(entries);
    const bytes = async (range: ByteRange): Promise<Uint8Array> =>
      join(
        streamZip(
          { modified, directory, entries: () => entries },
          async function* (_, { start, end }) {
            yield new Uint8Array(end - start + 1);
          },
          range,
        ),
      );
    const tail = await bytes({ start: directory.start, end: length - 1 });
    same(tail.length, length - directory.start);
    const heads = new Map<number, Uint8Array>();
    let offset = 0;
    for (const entry of entries.filter(({ size }, index) => size > 0 || index < 9)) {
      if (entry.size === 0) continue;
      heads.set(offset, await bytes({ start: offset, end: offset + 29 }));
      offset += headerSizes(entry, 0).local + entry.size;
    }
    // Where nothing has content, all local headers together are small.
    const front = heads.size > 0 ? null : await bytes({ start: 0, end: directory.start - 1 });
    const found = readDirectory(length, (at, size) => {
      if (at >= directory.start) return new DataView(tail.buffer, at - directory.start, size);
      if (front !== null) return new DataView(front.buffer, at, size);
      return new DataView(heads.get(at)!.buffer);
    });
    const summary = found.map(({ name, size, crc }) => ({ name, size, crc32: crc }));
    expect(JSON.stringify(summary)).toBe(JSON.stringify(entries));
  });

  it.each(['', '/etc/passwd', '../x', 'a/../b', 'a//b', 'a\\b', 'c:x', './a'])(
    'refuses the name %j',
    (name) => {
      expect(() => planZip([{ name, size: 1, crc32: 0 }])).toThrow('is no name for a file in a ZIP');
    },
  );

  it('refuses doubles, and sizes and checksums that are none', () => {
    const entry = { name: 'a', size: 1, crc32: 0 };
    expect(() => planZip([entry, entry])).toThrow('Two files in the ZIP are called "a"');
    expect(() => planZip([{ ...entry, size: -1 }])).toThrow('has no size');
    expect(() => planZip([{ ...entry, crc32: -1 }])).toThrow('has no checksum');
  });
});

describe('streamZip', () => {
  it.each([2, 4])('stops when a file of 3 bytes has become one of %i', async (size) => {
    const entries = [{ name: 'a', size: 3, crc32: 0 }];
    const { directory } = planZip(entries);
    const read = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(size);
    };
    const drain = async (): Promise<void> => {
      for await (const chunk of streamZip({ modified, directory, entries: () => entries }, read))
        expect(chunk.length).toBeGreaterThan(0);
    };
    await expect(drain()).rejects.toThrow('"a" is not 3 bytes long any more');
  });
});
