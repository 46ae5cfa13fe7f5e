import { crc32, deflateSync } from 'node:zlib';
import type { GreyPicture } from '#core/annotation/grey-picture.ts';

const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);

/**
 * A grey PNG of 8 or 16 bits (W3C PNG, 3rd edition) whose bytes are the mask's, value for value: no palette, no
 * gamma, no transparency, nothing that a reader could apply. Written by hand because the image library
 * renumbers and rescales small values where it sees fit. The same mask gives the same bytes.
 */
export function encodeClassMask({ width, height, data }: GreyPicture): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8 * data.BYTES_PER_ELEMENT, 0, 0, 0, 0], 8);
  // Every row begins with its filter, 0 for none: large calm areas deflate best as they are.
  const bytes = bigEndian(data);
  const rowLength = bytes.length / height;
  const rows = Buffer.alloc((rowLength + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(bytes.subarray(y * rowLength, (y + 1) * rowLength), y * (rowLength + 1) + 1);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function bigEndian(data: Uint8Array | Uint16Array): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const bytes = Buffer.alloc(data.length * 2);
  for (let i = 0; i < data.length; i++) bytes.writeUInt16BE(data[i]!, i * 2);
  return bytes;
}

function chunk(type: string, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(body, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + body.length)), 8 + body.length);
  return bytes;
}
