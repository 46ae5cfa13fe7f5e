import { tarBlock, tarChecksum } from './tar-header.ts';

export type TarFile = { readonly name: string; readonly bytes: Uint8Array };

/** The files of a tar as they come; ends with a sentence's end where it is damaged. */
export function* readTar(tar: Uint8Array): Generator<TarFile | string> {
  const text = (at: number, length: number): string => {
    const field = tar.subarray(at, at + length);
    const end = field.indexOf(0);
    return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
  };
  let at = 0;
  for (;;) {
    const header = tar.subarray(at, at + tarBlock);
    if (header.length < tarBlock) return yield 'is cut off';
    if (header.every((byte) => byte === 0)) break;
    if (text(at + 257, 5) !== 'ustar' || Number.parseInt(text(at + 148, 8), 8) !== tarChecksum(header)) {
      return yield 'has a damaged header';
    }
    if (text(at + 156, 1) !== '0') return yield 'holds something else than plain files';
    const name = text(at, 100);
    const size = Number.parseInt(text(at + 124, 12), 8);
    const start = at + tarBlock;
    if (!(size >= 0) || start + size > tar.length) return yield 'is cut off';
    yield { name, bytes: tar.subarray(start, start + size) };
    at = start + Math.ceil(size / tarBlock) * tarBlock;
  }
}
