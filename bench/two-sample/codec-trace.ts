import { inflateSync } from 'node:zlib';
import { decodePicture, encodePng } from '#imaging/codec.ts';

/**
 * Everything about a PNG file that does not follow from its pixels: the chunks in their order, the header
 * without the size, the first bytes of the zlib stream, the row filters, and whether encoding the decoded pixels
 * again gives the same bytes (level, strategy, block and chunk borders). Files of one size and channel count
 * that have the same trace cannot be told apart by how they were written. The XMP that says how a picture was made is
 * passed over: it tells them apart on purpose, and no trainer reads it.
 */
export async function codecTrace(marked: Uint8Array): Promise<string> {
  const file = withoutXmp(marked);
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

const xmpKeyword = 'XML:com.adobe.xmp\0';

function withoutXmp(file: Uint8Array): Buffer {
  const kept: Uint8Array[] = [file.subarray(0, 8)];
  let at = 8;
  for (const { type, body } of chunksOf(file)) {
    const end = at + body.length + 12;
    const isXmp =
      type === 'iTXt' && Buffer.from(body).toString('latin1', 0, xmpKeyword.length) === xmpKeyword;
    if (!isXmp) kept.push(file.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

function* chunksOf(file: Uint8Array): Generator<{ type: string; body: Uint8Array }> {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 8; at < view.length;) {
    const length = view.readUInt32BE(at);
    yield { type: view.toString('latin1', at + 4, at + 8), body: view.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}
