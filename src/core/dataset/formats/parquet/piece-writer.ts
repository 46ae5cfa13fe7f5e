import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';

/** From here on a piece is not copied. */
const large = 65_536;

/** Keeps what is written in the pieces in which it comes: a page of pictures is copied into nothing that has to grow. */
export class PieceWriter extends ByteWriter {
  #pieces: Uint8Array[] = [];

  /** `value` is not changed any more: the library makes a buffer for each page. */
  override appendBytes(value: Uint8Array): void {
    if (value.length < large) return super.appendBytes(value);
    this.#endPiece();
    this.#pieces.push(value);
    this.offset += value.length;
  }

  /** What was written since it was last taken. */
  take(): Uint8Array[] {
    this.#endPiece();
    return this.#pieces.splice(0);
  }

  #endPiece(): void {
    if (this.index > 0) this.#pieces.push(this.getBytes().slice());
    this.index = 0;
  }
}
