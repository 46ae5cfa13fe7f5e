import { AppError } from '../app-error.ts';

/** Of the pictures that an export of annotations only leaves out, so that they can be put beside it and checked. */
export const pictureChecksumsName = 'SHA256SUMS.pictures';

/** The file that lists the SHA-256 of all others of its ZIP, as `sha256sum -c` reads it. */
export function checksumFileName({ number, of }: { number: number; of: number }): string {
  const digits = (value: number): string => String(value).padStart(4, '0');
  return of === 1 ? 'SHA256SUMS' : `SHA256SUMS.part-${digits(number)}-of-${digits(of)}`;
}

/** Which part's list a file is, by its name; `null` when it is none. */
export function readChecksumFileName(path: string): { number: number; of: number } | null {
  if (path === 'SHA256SUMS') return { number: 1, of: 1 };
  const [, number, of] = /^SHA256SUMS\.part-(\d{4,9})-of-(\d{4,9})$/.exec(path) ?? [];
  return number === undefined ? null : { number: Number(number), of: Number(of) };
}

/** `path` is printable ASCII, so nothing has to be escaped. */
export function checksumLine(sha256: string, path: string): string {
  return `${sha256}  ${path}\n`;
}

/** Hex digests by path. Throws AppError `file_refused` on a line that is none. */
export function readChecksums(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const [, sha256, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (sha256 === undefined || path === undefined || found.has(path)) {
      throw new AppError('file_refused', `Line ${index + 1} is no checksum of a file.`);
    }
    found.set(path, sha256);
  }
  return found;
}
