import { planZip } from '#core/dataset/plan-zip.ts';
import { centralHeader, endOfArchive, headerSizes, localHeader } from '#core/dataset/zip-headers.ts';
import { ApiError } from '../api/client.ts';

/** As a folder that was dropped or chosen names it. */
type PlacedFile = File & { readonly path?: string };

/**
 * Files as one ZIP without compression, with the paths that they have in their folder. The browser reads them from
 * the disk as they are sent: one at a time is in memory. Throws ApiError where two have the same name.
 */
export async function packFiles(files: readonly PlacedFile[]): Promise<Blob> {
  const modified = new Date(0);
  const parts: BlobPart[] = [];
  const directory: BlobPart[] = [];
  const names = new Set<string>();
  const entries: { name: string; size: number; crc32: number }[] = [];
  let start = 0;
  for (const file of files) {
    const name = placeOf(file);
    if (names.has(name)) {
      throw new ApiError(
        'bad_request',
        `Two files are called ${name}. Drop their folder, or pack it as a ZIP.`,
      );
    }
    names.add(name);
    const entry = { name, size: file.size, crc32: crc32(new Uint8Array(await file.arrayBuffer())) };
    entries.push(entry);
    parts.push(localHeader(entry, modified).slice(), file);
    directory.push(centralHeader(entry, modified, start).slice());
    start += headerSizes(entry, 0).local + entry.size;
  }
  return new Blob([...parts, ...directory, endOfArchive(planZip(entries).directory).slice()]);
}

function placeOf(file: PlacedFile): string {
  const place = file.webkitRelativePath || file.path || file.name;
  return place.replace(/^(\.?\/)+/, '');
}

const table = Uint32Array.from({ length: 256 }, (_, value) => {
  let rest = value;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

/** CRC-32 of APPNOTE.TXT 4.4.7, which browsers have no function for. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ table[(rest ^ byte) & 0xff]!;
  return ~rest >>> 0;
}
