/** Tar counts in blocks; a file's content is filled up to one. */
export const tarBlock = 512;

/**
 * One file's header in a tar (POSIX.1-1988, "ustar"): plain file, mode 0644, owner 0, nothing of the machine. `modified` in
 * whole seconds since 1970. Throws on a name that would not fit, or a size that needs an extension.
 */
export function tarHeader(file: { name: string; size: number; modified: number }): Uint8Array {
  const header = new Uint8Array(tarBlock);
  const put = (at: number, text: string): void => header.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  if (file.name.length > 100 || !/^[\x21-\x7e]+$/.test(file.name))
    throw new Error(`"${file.name}" is no name for a tar.`);
  if (!Number.isSafeInteger(file.size) || file.size < 0 || file.size >= 8 ** 11)
    throw new Error(`"${file.name}" is too large for a tar.`);
  put(0, file.name);
  put(100, `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`);
  put(124, `${octal(file.size, 11)}\0${octal(Math.max(0, file.modified), 11)}\0`);
  put(148, ' '.repeat(8));
  put(156, '0');
  put(257, 'ustar\x0000');
  put(148, `${octal(tarChecksum(header), 6)}\0 `);
  return header;
}

/** The sum of the header's bytes, its own field taken as blanks. */
export function tarChecksum(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

/** What fills a content of that size up to whole blocks. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((tarBlock - (size % tarBlock)) % tarBlock);
}
