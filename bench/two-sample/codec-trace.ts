import { inflateSync } from 'node:zlib';
import { decodePicture, encodePng } from '#imaging/codec.ts';

/**
 * Everything about a PNG file that does not follow from its pixels: the chunks in their order, the header
 * without the size, the first bytes of the zlib stream, the row filters, and whether encoding the decoded pixels
 * again gives the same bytes (level, strategy, block and chunk borders). Files of one size and channel count
 * that have the same trace cannot be told apart by how they were written.
 */
export async function codecTrace(file: Uint8Array): Promise<string> {
  const chunks = [...chunksOf(file)];
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body));
  const header = Buffer.from(chunks[0]!.body);
  const picture = await decodePicture(file);
  const rows = inflateSync(data);
  const stride = picture.width * picture.channels + 1;
  const filters = new Set<number>();
  for (let at = 0; at < rows.length; at += stride) filters.add(rows[at]!);
  return [
    chunks.map(({ type }) => type).join(' '),
    header.subarray(8).toString('hex'),
    data.subarray(0, 2).toString('hex'),
    [...filters].toSorted((a, b) => a - b).join(','),
    Buffer.compare(await encodePng(picture), file) === 0,
  ].join('; ');
}

function* chunksOf(file: Uint8Array): Generator<{ type: string; body: Uint8Array }> {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 8; at < view.length;) {
    const length = view.readUInt32BE(at);
    yield { type: view.toString('latin1', at + 4, at + 8), body: view.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}
