import { crc32 } from 'node:zlib';
import type { DatasetPlan } from '#core/dataset/plan-dataset.ts';
import type { PlannedFile } from '#core/dataset/planned-file.ts';
import { planZip, type ZipPlan } from '#core/dataset/plan-zip.ts';
import { streamZip } from '#core/dataset/stream-zip.ts';
import { encodeClassMask } from './encode-class-mask.ts';

/** Opens an image's bytes. Asked for twice: once for its checksum, once to send it. */
export type ReadPicture = (imageId: number) => Promise<AsyncIterable<Uint8Array>>;

/** Characters. A text comes in pieces of a line or so: too little for a write of its own. */
const textChunk = 65_536;

export type DatasetArchive = { length: number; bytes: () => AsyncIterable<Uint8Array> };

/**
 * A ZIP of a planned dataset, of known length. Every file is read once here for its size and checksum, and
 * again when it is sent: nothing is held in memory. `folder` is the one folder at its top.
 */
export async function archiveDataset(
  plan: DatasetPlan,
  options: { folder: string; modified: string; readPicture: ReadPicture },
): Promise<DatasetArchive> {
  const files = new Map(plan.files.map((file) => [`${options.folder}/${file.path}`, file]));
  const entries = [];
  // One picture may stand in the archive twice; it is read for its checksum only once.
  const known = new Map<number, { size: number; crc32: number }>();
  for (const [name, file] of files) {
    const seen = file.content.kind === 'picture' ? known.get(file.content.imageId) : undefined;
    const facts = seen ?? (await measure(fileBytes(file, options.readPicture)));
    if (file.content.kind === 'picture') known.set(file.content.imageId, facts);
    entries.push({ name, ...facts });
  }
  const zip: ZipPlan = planZip(entries, { modified: options.modified });
  const read = (entry: { name: string }): AsyncIterable<Uint8Array> => {
    const file = files.get(entry.name);
    if (file === undefined) throw new Error(`${entry.name} was not planned`);
    return fileBytes(file, options.readPicture);
  };
  return { length: zip.length, bytes: () => streamZip(zip, read) };
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

async function measure(bytes: AsyncIterable<Uint8Array>): Promise<{ size: number; crc32: number }> {
  let size = 0;
  let checksum = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    checksum = crc32(chunk, checksum);
  }
  return { size, crc32: checksum };
}
