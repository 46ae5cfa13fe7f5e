import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { checksumFileName, checksumLine } from '#core/dataset/checksum-file.ts';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import { type PlannedFile, type ShardPiece, textFile } from '#core/dataset/planned-file.ts';
import { planZip } from '#core/dataset/plan-zip.ts';
import { streamZip } from '#core/dataset/stream-zip.ts';
import type { ZipEntry } from '#core/dataset/zip-headers.ts';
import { encodeClassMask } from './encode-class-mask.ts';

/** Opens an image's bytes. Asked for twice: once for its checksum, once to send it. */
export type ReadPicture = (imageId: number) => Promise<AsyncIterable<Uint8Array>>;

/** Characters. A text comes in pieces of a line or so: too little for a write of its own. */
const textChunk = 65_536;

export type DatasetArchive = { length: number; bytes: () => AsyncIterable<Uint8Array> };

/**
 * A ZIP of a planned dataset, of known length. Every file is read once here for its size and checksums, and
 * again when it is sent: nothing is held in memory. `folder` is the one folder at its top.
 */
export async function archiveDataset(
  plan: DatasetPlan,
  options: { folder: string; modified: string; readPicture: ReadPicture },
): Promise<DatasetArchive> {
  const { folder, modified, readPicture } = options;
  const entries: (ZipEntry & { file: PlannedFile })[] = [];
  // One picture may stand in the archive twice; it is read for its checksums only once.
  const known = new Map<number, Measured>();
  let sums = '';
  for (const file of plan.files) {
    const seen = file.content.kind === 'picture' ? known.get(file.content.imageId) : undefined;
    const { sha256, ...facts } = seen ?? (await measure(fileBytes(file, readPicture)));
    if (file.content.kind === 'picture') known.set(file.content.imageId, { sha256, ...facts });
    sums += checksumLine(sha256, file.path);
    entries.push({ name: `${folder}/${file.path}`, ...facts, file });
  }
  const last = textFile(checksumFileName({ number: 1, of: 1 }), () => [sums]);
  const { size, crc32: checksum } = await measure(fileBytes(last, readPicture));
  entries.push({ name: `${folder}/${last.path}`, size, crc32: checksum, file: last });
  const { length, directory } = planZip(entries);
  return {
    length,
    bytes: () =>
      streamZip({ modified, directory, entries: () => entries }, ({ file }) => fileBytes(file, readPicture)),
  };
}

/** A planned file's bytes, whichever kind it is. */
export async function* fileBytes(file: PlannedFile, readPicture: ReadPicture): AsyncIterable<Uint8Array> {
  if (file.content.kind === 'picture') {
    yield* await readPicture(file.content.imageId);
    return;
  }
  if (file.content.kind === 'mask') {
    yield encodeClassMask(file.content.draw());
    return;
  }
  if (file.content.kind === 'shard') {
    for await (const piece of shardPieces(file.content, readPicture)) yield piece.bytes;
    return;
  }
  const encoder = new TextEncoder();
  let text = '';
  for (const chunk of file.content.chunks()) {
    text += chunk;
    if (text.length < textChunk) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

/** What a shard is made of, in order. */
export function shardPieces(
  { pieces }: Extract<PlannedFile['content'], { kind: 'shard' }>,
  readPicture: ReadPicture,
): AsyncIterable<ShardPiece> {
  const picture = async (imageId: number): Promise<Uint8Array> => buffer(await readPicture(imageId));
  return pieces({ picture, encodeGrey: encodeClassMask });
}

/** `sha256` in hex. */
export type Measured = { size: number; crc32: number; sha256: string };

export async function measure(bytes: AsyncIterable<Uint8Array>): Promise<Measured> {
  const measuring = createMeasuring();
  for await (const chunk of bytes) measuring.add(chunk);
  return measuring.end();
}

export function createMeasuring(): { add(chunk: Uint8Array): void; end(): Measured } {
  const digest = createHash('sha256');
  let size = 0;
  let checksum = 0;
  return {
    add(chunk) {
      size += chunk.byteLength;
      checksum = crc32(chunk, checksum);
      digest.update(chunk);
    },
    end: () => ({ size, crc32: checksum, sha256: digest.digest('hex') }),
  };
}
