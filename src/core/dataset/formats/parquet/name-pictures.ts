import type { ShardPiece } from '#core/dataset/planned-file.ts';

type Picture = { readonly imageId: number; readonly bytes: Uint8Array };

/** At the beginning and the end of a picture: whoever relies on a name compares checksums. */
const compared = 64;

/**
 * Cuts pieces of a Parquet file where pictures begin and end, and names these. They come in their order, each whole, after
 * its length in four bytes (Parquet's "Plain" encoding).
 */
export function* namePictures(
  pieces: readonly Uint8Array[],
  pictures: readonly Picture[],
): Generator<ShardPiece> {
  let next = 0;
  for (const piece of pieces) {
    let done = 0;
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let at = 4; next < pictures.length && at + pictures[next]!.bytes.length <= piece.length;) {
      const { imageId, bytes } = pictures[next]!;
      if (view.getUint32(at - 4, true) !== bytes.length || !looksLike(piece, at, bytes)) {
        at++;
        continue;
      }
      if (at > done) yield { bytes: piece.subarray(done, at) };
      done = at + bytes.length;
      if (bytes.length > 0) yield { imageId, bytes: piece.subarray(at, done) };
      at = done + 4;
      next++;
    }
    if (done < piece.length) yield { bytes: piece.subarray(done) };
  }
}

function looksLike(piece: Uint8Array, at: number, picture: Uint8Array): boolean {
  const last = Math.max(0, picture.length - compared);
  const head = Math.min(compared, picture.length);
  for (let k = 0; k < head; k++) if (piece[at + k] !== picture[k]) return false;
  for (let k = last; k < picture.length; k++) if (piece[at + k] !== picture[k]) return false;
  return true;
}
