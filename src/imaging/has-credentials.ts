import { fileKindOf } from '#imaging/file-kind.ts';

/**
 * Whether a file carries content credentials, wherever C2PA (specification 2.x, annex A) puts them: a `caBX` chunk in a PNG,
 * a `C2PA` chunk in a WebP, JUMBF in APP11 in a JPEG. Not whether they are valid. Damaged files have none.
 */
export function hasCredentials(file: Uint8Array): boolean {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  switch (fileKindOf(file)) {
    case 'png':
      return named(file, chunks(view, { from: 8, nameAt: 4, sizeAt: 0, around: 12 }), 'caBX');
    case 'webp':
      return named(file, chunks(view, { from: 12, nameAt: 0, sizeAt: 4, around: 8, isLittle: true }), 'C2PA');
    case 'jpeg':
      return jumbfOf(view).some((at) => textAt(file, at + 4, 2) === 'JP');
    default:
      return false;
  }
}

function named(file: Uint8Array, starts: readonly number[], name: string): boolean {
  return starts.some((at) => textAt(file, at, 4) === name);
}

/** Where the names of a file's chunks begin. */
function chunks(
  view: DataView,
  {
    from,
    nameAt,
    sizeAt,
    around,
    isLittle = false,
  }: { from: number; nameAt: number; sizeAt: number; around: number; isLittle?: boolean },
): number[] {
  const names: number[] = [];
  for (let at = from; at + 8 <= view.byteLength;) {
    names.push(at + nameAt);
    const size = view.getUint32(at + sizeAt, isLittle);
    // RIFF fills up to even sizes.
    at += around + size + (isLittle ? size % 2 : 0);
  }
  return names;
}

/** Where the APP11 segments before the pixels begin. */
function jumbfOf(view: DataView): number[] {
  const found: number[] = [];
  for (let at = 2; at + 6 <= view.byteLength && view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) break;
    if (marker === 0xeb) found.push(at);
    at += 2 + view.getUint16(at + 2);
  }
  return found;
}

function textAt(file: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...file.subarray(at, at + length));
}
