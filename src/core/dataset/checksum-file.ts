/** The file that lists the SHA-256 of all others of its ZIP, as `sha256sum -c` reads it. */
export function checksumFileName(part: { number: number; of: number }): string {
  return part.of === 1 ? 'SHA256SUMS' : `SHA256SUMS.part-${String(part.number).padStart(4, '0')}`;
}

/** `path` is printable ASCII, so nothing has to be escaped. */
export function checksumLine(sha256: string, path: string): string {
  return `${sha256}  ${path}\n`;
}
