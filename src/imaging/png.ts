import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';
import { promisify } from 'node:util';
import type { Picture } from '#imaging/picture.ts';

// PNG in bands of rows that are compressed on their own: a picture that equals its golden image but for a few
// bands is encoded by compressing those again and taking the golden image's bytes for the rest. The bytes
// are the same as those of encoding the whole picture, so nothing in a file tells the two roads apart.

/** Enough for compression to find its repeats (3 % larger than one stream), little enough to be redone. */
const BAND_BYTES = 64 * 1024;
/** 2 is as fast as 1 here and smaller; row filters would save another quarter for twice the time. */
const SETTINGS = { level: 2, finishFlush: constants.Z_FULL_FLUSH };
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const ADLER = 65521;

/** A picture's compressed bands, ready to be joined to a file. Plain arrays: shared between threads as they are. */
export type PngBands = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Whole IDAT chunks, one for each band, one after the other. */
  readonly chunks: Uint8Array;
  /** Start of each band's chunk, and the end of the last. */
  readonly offsets: Uint32Array;
  /** Adler-32 of each band's raw rows. */
  readonly sums: Uint32Array;
};

type Band = { chunk: Uint8Array; sum: number };

export function rowsOfBand({ width, channels }: Pick<Picture, 'width' | 'channels'>): number {
  return Math.max(1, Math.round(BAND_BYTES / (width * channels + 1)));
}

/** PNG, lossless, 8 bits a channel, grey or RGB; compresses on the pool of the runtime, not on this thread. */
export async function encodeInBands(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const compress = promisify(deflateRaw);
  const bands = await Promise.all(
    bandStarts(picture).map(async (top) => {
      const rows = filteredRows(picture, top);
      return { chunk: bandChunk(await compress(rows, SETTINGS), top === 0), sum: adler32(rows) };
    }),
  );
  return joinPng(gatherBands(picture, bands));
}

/** The same on this thread, kept in bands for `encodeChanged`. */
export function encodeBands(picture: Picture): PngBands {
  const bands = bandStarts(picture).map((top) => encodeBand(filteredRows(picture, top), top));
  return gatherBands(picture, bands);
}

/**
 * The file of a picture that differs from the banded one only in `changed` bands (indices). `rowsAt` gives
 * a band's new pixels, row by row, from its top row on.
 */
export function encodeChanged(
  bands: PngBands,
  changed: ReadonlySet<number>,
  rowsAt: (top: number, rows: number) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const perBand = rowsOfBand(bands);
  const redone = new Map<number, Band>();
  for (const index of changed) {
    const top = index * perBand;
    const rows = Math.min(perBand, bands.height - top);
    const part: Picture = { ...bands, height: rows, data: rowsAt(top, rows) };
    redone.set(index, encodeBand(filteredRows(part, 0), top));
  }
  return joinPng(bands, redone);
}

function bandStarts(picture: Picture): number[] {
  const perBand = rowsOfBand(picture);
  return Array.from({ length: Math.ceil(picture.height / perBand) }, (_, index) => index * perBand);
}

function filteredRows({ width, height, channels, data }: Picture, top: number): Uint8Array {
  const stride = width * channels;
  const rows = Math.min(rowsOfBand({ width, channels }), height - top);
  // The byte before each row names its filter: 0, none.
  const filtered = new Uint8Array(rows * (stride + 1));
  for (let y = 0; y < rows; y++) {
    const from = (top + y) * stride;
    filtered.set(data.subarray(from, from + stride), y * (stride + 1) + 1);
  }
  return filtered;
}

function encodeBand(rows: Uint8Array, top: number): Band {
  // Room for everything at once: the default grows in steps of 16 KB.
  const deflated = deflateRawSync(rows, { ...SETTINGS, chunkSize: rows.length + 1024 });
  return { chunk: bandChunk(deflated, top === 0), sum: adler32(rows) };
}

/** The first band's chunk also opens the zlib stream. */
function bandChunk(deflated: Uint8Array, first: boolean): Uint8Array {
  return first ? chunkOf('IDAT', Uint8Array.of(0x78, 0x01), deflated) : chunkOf('IDAT', deflated);
}

function gatherBands({ width, height, channels }: Picture, bands: readonly Band[]): PngBands {
  const offsets = new Uint32Array(bands.length + 1);
  bands.forEach(({ chunk }, index) => (offsets[index + 1] = offsets[index]! + chunk.length));
  const chunks = new Uint8Array(offsets[bands.length]!);
  bands.forEach(({ chunk }, index) => chunks.set(chunk, offsets[index]!));
  return { width, height, channels, chunks, offsets, sums: Uint32Array.from(bands, ({ sum }) => sum) };
}

function joinPng(bands: PngBands, redone?: ReadonlyMap<number, Band>): Uint8Array<ArrayBuffer> {
  const { width, height, channels, chunks, offsets, sums } = bands;
  const perBand = rowsOfBand(bands);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2], 8);
  const parts = [SIGNATURE, chunkOf('IHDR', header)];
  let sum = 1;
  for (let index = 0; index < sums.length; index++) {
    const band = redone?.get(index);
    parts.push(band?.chunk ?? chunks.subarray(offsets[index]!, offsets[index + 1]!));
    const rows = Math.min(perBand, height - index * perBand);
    sum = joinAdler(sum, band?.sum ?? sums[index]!, rows * (width * channels + 1));
  }
  // An empty last block, then the sum of all rows, ends the stream.
  const trailer = new Uint8Array(6);
  trailer.set([0x03, 0x00]);
  new DataView(trailer.buffer).setUint32(2, sum);
  parts.push(chunkOf('IDAT', trailer), chunkOf('IEND'));
  const file = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** Length, type, data, CRC (PNG specification, 5.3). */
function chunkOf(type: string, ...data: Uint8Array[]): Uint8Array {
  const length = data.reduce((sum, part) => sum + part.length, 0);
  const chunk = new Uint8Array(length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, length);
  for (let k = 0; k < 4; k++) chunk[4 + k] = type.charCodeAt(k);
  let at = 8;
  for (const part of data) {
    chunk.set(part, at);
    at += part.length;
  }
  view.setUint32(at, crc32(chunk.subarray(4, at)));
  return chunk;
}

/** RFC 1950; the remainders are taken every 3800 bytes, before the sums could leave 32 bits. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length;) {
    const stop = Math.min(bytes.length, at + 3800);
    for (; at < stop; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= ADLER;
    b %= ADLER;
  }
  return ((b << 16) | a) >>> 0;
}

/** Adler-32 of two stretches one after the other, the second `length` bytes long. */
function joinAdler(first: number, second: number, length: number): number {
  const a1 = first & 0xffff;
  const a2 = second & 0xffff;
  const a = (a1 + a2 + ADLER - 1) % ADLER;
  const b = ((first >>> 16) + (second >>> 16) + (length % ADLER) * ((a1 + ADLER - 1) % ADLER)) % ADLER;
  return ((b << 16) | a) >>> 0;
}
