import { constants, deflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib';
import { promisify } from 'node:util';
import type { Picture } from '#imaging/picture.ts';
import { letGo } from '#imaging/scratch.ts';
import { CHUNK_BYTES, HEADER_BYTES, SIGNATURE, writeChunk } from './png-chunk.ts';

// PNG in bands of rows that are compressed on their own: a picture that equals its golden image but for a few
// bands is encoded by compressing those again and taking the golden image's bytes for the rest. The bytes
// are the same as those of encoding the whole picture, so nothing in a file tells the two roads apart.

/** Enough for compression to find its repeats (3 % larger than one stream), little enough to be redone. */
const BAND_BYTES = 64 * 1024;
/** 2 is as fast as 1 here and smaller; row filters would save another quarter for twice the time. */
const LEVEL = 2;
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

/** A band's compressed rows, and their Adler-32 before. */
type Band = { readonly deflated: Uint8Array; readonly sum: number };

/** Opens the zlib stream, before the first band. */
const ZLIB_HEADER = Uint8Array.of(0x78, 0x01);
const NOTHING = new Uint8Array();
/** Serve one band after the other on this thread: blocks of their own were as much garbage as the picture has pixels. */
let rowsBlock = new Uint8Array(BAND_BYTES);
let filteredBlock = new Uint8Array(BAND_BYTES);

export function rowsOfBand({ width, channels }: Pick<Picture, 'width' | 'channels'>): number {
  return Math.max(1, Math.round(BAND_BYTES / (width * channels + 1)));
}

/** PNG, lossless, 8 bits a channel, grey or RGB; compresses on the pool of the runtime, not on this thread. */
export async function encodeInBands(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const compress = promisify(deflateRaw);
  const bands = await Promise.all(
    bandStarts(picture).map(async (top) => {
      const rows = filteredRows(picture, top).slice();
      return { deflated: await compress(rows, settingsFor(rows)), sum: adler32(rows) };
    }),
  );
  return joinPng(gatherBands(picture, bands));
}

/** The same on this thread: what is small, or on a thread of its own, is sooner done than handed over. */
export function encodeHere(picture: Picture): Uint8Array<ArrayBuffer> {
  return joinPng(encodeBands(picture));
}

/** The same, kept in bands for `encodeChanged`. */
export function encodeBands(picture: Picture): PngBands {
  return gatherBands(picture, oneByOne(picture));
}

function* oneByOne(picture: Picture): Iterable<Band> {
  for (const top of bandStarts(picture)) {
    const band = encodeBand(filteredRows(picture, top));
    yield band;
    // Whoever took it has written it down by now.
    letGo(band.deflated);
  }
}

/**
 * The file of a picture that differs from the banded one only in `changed` bands (indices). `paint` writes a band's
 * new pixels, row by row, from its top row on. `beside` are whole chunks that go in right after the header: put in afterwards,
 * they cost a second copy of the file.
 */
export function encodeChanged(
  bands: PngBands,
  changed: ReadonlySet<number>,
  paint: (top: number, rows: number, into: Uint8Array) => void,
  beside: Uint8Array = NOTHING,
): Uint8Array<ArrayBuffer> {
  const perBand = rowsOfBand(bands);
  const redone = new Map<number, Band>();
  for (const index of changed) {
    const top = index * perBand;
    const height = Math.min(perBand, bands.height - top);
    const bytes = height * bands.width * bands.channels;
    if (rowsBlock.length < bytes) rowsBlock = new Uint8Array(bytes);
    const data = rowsBlock.subarray(0, bytes);
    paint(top, height, data);
    redone.set(index, encodeBand(filteredRows({ ...bands, height, data }, 0)));
  }
  const file = joinPng(bands, redone, beside);
  letGo(...Array.from(redone.values(), ({ deflated }) => deflated));
  return file;
}

function bandStarts(picture: Picture): number[] {
  const perBand = rowsOfBand(picture);
  return Array.from({ length: Math.ceil(picture.height / perBand) }, (_, index) => index * perBand);
}

/** A band's rows as PNG filters them, in memory that the next band takes. */
function filteredRows({ width, height, channels, data }: Picture, top: number): Uint8Array {
  const stride = width * channels;
  const rows = Math.min(rowsOfBand({ width, channels }), height - top);
  const bytes = rows * (stride + 1);
  if (filteredBlock.length < bytes) filteredBlock = new Uint8Array(bytes);
  const filtered = filteredBlock.subarray(0, bytes);
  for (let y = 0; y < rows; y++) {
    const from = (top + y) * stride;
    // The byte before each row names its filter: 0, none.
    filtered[y * (stride + 1)] = 0;
    filtered.set(data.subarray(from, from + stride), y * (stride + 1) + 1);
  }
  return filtered;
}

/** `deflated` lies in memory as large as the rows: to be let go when it is written down. */
function encodeBand(rows: Uint8Array): Band {
  return { deflated: deflateRawSync(rows, settingsFor(rows)), sum: adler32(rows) };
}

/**
 * Room for everything at once. A flush that just fills what room there was is told twice in the stream (zlib's manual, `deflate`): with
 * the default of 16 KB, one band in three thousand was five bytes longer than where it was compressed by itself.
 */
function settingsFor(rows: Uint8Array): ZlibOptions {
  return { level: LEVEL, finishFlush: constants.Z_FULL_FLUSH, chunkSize: rows.length + 1024 };
}

function gatherBands({ width, height, channels }: Picture, bands: Iterable<Band>): PngBands {
  // Photos compress to about three quarters, or to a tenth of that where they are smooth.
  const raw = height * (width * channels + 1);
  let chunks = new Uint8Array(Math.ceil(raw / 2) + BAND_BYTES);
  const offsets = [0];
  const sums: number[] = [];
  let at = 0;
  for (const { deflated, sum } of bands) {
    const header = at === 0 ? ZLIB_HEADER : NOTHING;
    const end = at + CHUNK_BYTES + header.length + deflated.length;
    // Moves the memory, where it must, and leaves no old copy behind.
    if (end > chunks.length) chunks = new Uint8Array(chunks.buffer.transfer(end + Math.ceil(raw / 4)));
    at = writeChunk(chunks, at, 'IDAT', header, deflated);
    offsets.push(at);
    sums.push(sum);
  }
  return {
    width,
    height,
    channels,
    chunks: chunks.subarray(0, at),
    offsets: Uint32Array.from(offsets),
    sums: Uint32Array.from(sums),
  };
}

function joinPng(
  bands: PngBands,
  redone?: ReadonlyMap<number, Band>,
  beside: Uint8Array = NOTHING,
): Uint8Array<ArrayBuffer> {
  const { width, height, channels, chunks, offsets, sums } = bands;
  const perBand = rowsOfBand(bands);
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2], 8);
  // An empty last block, then the sum of all rows, ends the stream.
  const trailer = new Uint8Array(6);
  trailer.set([0x03, 0x00]);
  const opening = (index: number): Uint8Array => (index === 0 ? ZLIB_HEADER : NOTHING);
  let length = SIGNATURE.length + 3 * CHUNK_BYTES + header.length + trailer.length;
  length += beside.length + chunks.length;
  redone?.forEach(({ deflated }, index) => {
    length += CHUNK_BYTES + opening(index).length + deflated.length;
    length -= offsets[index + 1]! - offsets[index]!;
  });
  const file = new Uint8Array(length);
  file.set(SIGNATURE);
  let at = writeChunk(file, SIGNATURE.length, 'IHDR', header);
  file.set(beside, at);
  at += beside.length;
  let sum = 1;
  for (let index = 0; index < sums.length; index++) {
    const band = redone?.get(index);
    if (band) at = writeChunk(file, at, 'IDAT', opening(index), band.deflated);
    else {
      file.set(chunks.subarray(offsets[index]!, offsets[index + 1]!), at);
      at += offsets[index + 1]! - offsets[index]!;
    }
    const rows = Math.min(perBand, height - index * perBand);
    sum = joinAdler(sum, band?.sum ?? sums[index]!, rows * (width * channels + 1));
  }
  new DataView(trailer.buffer).setUint32(2, sum);
  at = writeChunk(file, at, 'IDAT', trailer);
  writeChunk(file, at, 'IEND');
  return file;
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
