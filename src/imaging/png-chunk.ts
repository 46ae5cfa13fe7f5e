import { crc32 } from 'node:zlib';

export const SIGNATURE: Uint8Array = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Of the data in IHDR. */
export const HEADER_BYTES = 13;
/** Of a chunk beside its data. */
export const CHUNK_BYTES = 12;

/** Length, type, data, CRC (PNG specification, 5.3); returns where the next one begins. */
export function writeChunk(file: Uint8Array, at: number, type: string, ...data: Uint8Array[]): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let k = 0; k < 4; k++) file[at + 4 + k] = type.charCodeAt(k);
  let end = at + 8;
  for (const part of data) {
    file.set(part, end);
    end += part.length;
  }
  view.setUint32(at, end - at - 8);
  view.setUint32(end, crc32(file.subarray(at + 4, end)));
  return end + 4;
}

/** A text beside the pixels: a whole iTXt chunk, not compressed (PNG specification, 11.3.4.5). `keyword` is ASCII. */
export function textChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
  // Not compressed, no language, no translated keyword.
  const data = Buffer.from(`${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(CHUNK_BYTES + data.length);
  writeChunk(chunk, 0, 'iTXt', data);
  return chunk;
}

/** The file with a chunk right after its header; all its other bytes stay as they are. */
export function insertChunk(png: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const at = SIGNATURE.length + CHUNK_BYTES + HEADER_BYTES;
  const file = new Uint8Array(png.length + chunk.length);
  file.set(png.subarray(0, at));
  file.set(chunk, at);
  file.set(png.subarray(at), at + chunk.length);
  return file;
}
