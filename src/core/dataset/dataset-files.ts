import type { GreyPicture } from '../annotation/grey-picture.ts';

/** A written dataset, wherever it lies. Paths are relative to its top, with forward slashes. */
export type DatasetFiles = {
  /** Every file's path. Of a dataset that came without its pictures, those of the pictures too. */
  readonly paths: ReadonlySet<string>;
  /** False for a picture that it came without. */
  isPresent(path: string): boolean;
  /** Throws where there is no such file. */
  readText(path: string): Promise<string>;
  /** Throws where there is no such file. */
  readBytes(path: string): Promise<Uint8Array>;
  /** Pixels; `null` where that cannot be told: no such file, or no picture. */
  measurePicture(path: string): Promise<{ readonly width: number; readonly height: number } | null>;
  /** The values of a grey picture of 8 or 16 bits, as they are in the file; `null` where it is none. */
  readGrey(path: string): Promise<GreyPicture | null>;
  /**
   * Of the bytes of a picture inside of another file: its pixels, and whether they are those that the manifest has for a
   * picture of that name, as far as it has one. `null` where they are no picture.
   */
  inspectPicture(
    name: string,
    bytes: Uint8Array,
  ): Promise<{ readonly width: number; readonly height: number; readonly isListed: boolean } | null>;
  /** Like `readGrey`, of bytes. */
  decodeGrey(bytes: Uint8Array): Promise<GreyPicture | null>;
};

/** Something in a dataset that its readers would stumble over, or would read wrongly. */
export type Problem = {
  readonly path: string;
  /** One sentence. */
  readonly message: string;
};
