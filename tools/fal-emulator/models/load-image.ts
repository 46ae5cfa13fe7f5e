import { createHash } from 'node:crypto';
import type { Links } from '../media/links.ts';
import type { MediaStore } from '../media/media-store.ts';
import { failureOf, type Failure } from '../protocol/failure.ts';

export type LoadedFile = { readonly bytes: Uint8Array; readonly hash: string };

/** Gets the bytes behind an address in an input, or says why not. */
export type LoadFile = (address: string, field: string) => LoadedFile | Failure;

/**
 * Data URIs and the emulator's own storage. Anything else is refused as a file that cannot be downloaded:
 * the emulator calls nobody.
 */
export function createLoader(links: Links, media: MediaStore): LoadFile {
  return (address, field) => {
    const bytes = address.startsWith('data:') ? dataUriBytes(address) : storedBytes(address);
    if (!bytes)
      return failureOf('file_download_error', { loc: ['body', field], input: address.slice(0, 200) });
    return { bytes, hash: createHash('sha1').update(bytes).digest('hex') };
  };
  function storedBytes(address: string): Uint8Array | null {
    const path = links.mediaPath(address);
    return path === null ? null : (media.get(path)?.bytes ?? null);
  }
}

function dataUriBytes(address: string): Uint8Array | null {
  const comma = address.indexOf(',');
  if (comma < 0 || !/^data:[\w.+/-]*;base64$/i.test(address.slice(0, comma))) return null;
  return Buffer.from(address.slice(comma + 1), 'base64');
}
