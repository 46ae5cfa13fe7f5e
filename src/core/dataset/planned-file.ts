import type { GreyPicture } from '../annotation/grey-picture.ts';

/** A file of a dataset that is to be written. */
export type PlannedFile = {
  /** Relative, with forward slashes, printable ASCII. */
  readonly path: string;
  readonly content:
    | {
        readonly kind: 'text';
        /** May be asked for more than once; the same every time. */ chunks(): Iterable<string>;
      }
    | { readonly kind: 'picture'; readonly imageId: number }
    | {
        readonly kind: 'mask';
        /** Values such as class numbers; drawn anew each time, so that a plan holds no pixels. */ draw(): GreyPicture;
      }
    | {
        readonly kind: 'shard';
        /** The pictures in it: a file that holds whole ones, and what belongs to them. */
        readonly imageIds: readonly number[];
        /** The same every time. At most a few pictures are held at once. */
        readonly pieces: (read: ShardReader) => AsyncIterable<ShardPiece>;
      };
};

/** Some of a shard's bytes. Those of a whole picture name it: who keeps the picture need not keep them again. */
export type ShardPiece = { readonly bytes: Uint8Array; readonly imageId?: number };

/** What a shard is made from, beside the dataset. */
export type ShardReader = {
  picture: (imageId: number) => Promise<Uint8Array>;
  encodeGrey: (picture: GreyPicture) => Uint8Array;
};

/** A text that is made when it is read. */
export function textFile(path: string, chunks: () => Iterable<string>): PlannedFile {
  return { path, content: { kind: 'text', chunks } };
}
