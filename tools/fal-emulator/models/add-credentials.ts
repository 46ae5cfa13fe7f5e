import { crc32 } from 'node:zlib';

/**
 * Puts a box of content credentials (C2PA) where a PNG has them, as a signing model's have it: a JUMBF superbox that holds only
 * its own description, and no signature.
 */
export function addCredentials(png: Uint8Array): Uint8Array {
  // Description box: the type of a C2PA store, may be asked for by its label.
  const type = Buffer.from('6332706100110010800000aa00389b71', 'hex');
  const store = box('jumb', box('jumd', Buffer.concat([type, Buffer.from([3]), Buffer.from('c2pa\0')])));
  const chunk = box('caBX', store, 0);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(chunk.subarray(4)));
  // Right after the header, which is 33 bytes long with the signature.
  return Buffer.concat([png.subarray(0, 33), chunk, sum, png.subarray(33)]);
}

/** ISO boxes count their own head in the length, PNG's chunks do not. */
function box(name: string, data: Uint8Array, head = 8): Buffer {
  const start = Buffer.alloc(8);
  start.writeUInt32BE(data.length + head);
  start.write(name, 4, 'latin1');
  return Buffer.concat([start, data]);
}
