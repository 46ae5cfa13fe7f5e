const signatures: readonly { type: string; at: number; bytes: string }[] = [
  { type: 'image/png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/webp', at: 8, bytes: 'WEBP' },
];

/** The media type of what is stored, by its first bytes: a copy out of a folder knows nothing else of it. */
export function contentType(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return signatures.find(({ at, bytes }) => head.startsWith(bytes, at))?.type ?? 'application/octet-stream';
}
