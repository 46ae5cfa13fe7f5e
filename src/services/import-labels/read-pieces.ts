import type { Storage } from '#adapters/storage/port.ts';
import type { ReadAt } from '#core/dataset/read-zip-directory.ts';

/** Bytes of each stored piece of an upload but the last. */
export const pieceBytes = 4 * 1024 ** 2;
/** Labels and pictures lie in different places of a ZIP, and are read in turns. */
const mostKept = 4;

/** Reads anywhere in what lies in the storage as pieces; holds a few of them. */
export function readPieces(storage: Pick<Storage, 'get'>, pieces: readonly string[]): ReadAt {
  const kept = new Map<number, Promise<Uint8Array>>();
  const read = (index: number): Promise<Uint8Array> => {
    const piece = kept.get(index) ?? storage.get(pieces[index]!);
    kept.delete(index);
    kept.set(index, piece);
    piece.catch(() => kept.delete(index));
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
    return piece;
  };
  return async (offset, length) => {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const at = offset + done;
      const piece = await read(Math.floor(at / pieceBytes));
      const part = piece.subarray(at % pieceBytes, (at % pieceBytes) + length - done);
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  };
}
