/** What a file is by its first bytes; names and declared types are not believed. */
export type FileKind =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'gif'
  | 'svg'
  | 'heic'
  | 'avif'
  | 'tiff'
  | 'bmp'
  | 'pdf'
  | 'unknown';

/** Signatures as in the formats' own specifications; HEIC and AVIF by their ISO-BMFF brand. */
export function fileKindOf(bytes: Uint8Array): FileKind {
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes[0] === 0x89 && text(1, 4) === 'PNG') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(0, 4) === 'GIF8') return 'gif';
  if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') return 'tiff';
  if (text(0, 2) === 'BM') return 'bmp';
  if (text(0, 5) === '%PDF-') return 'pdf';
  if (text(4, 8) === 'ftyp') return text(8, 12).startsWith('avi') ? 'avif' : 'heic';
  if (/^\uFEFF?\s*<(\?xml|!doctype svg|!--|svg)/i.test(new TextDecoder().decode(bytes.subarray(0, 256))))
    return 'svg';
  return 'unknown';
}
