import type { GreyPicture } from '../annotation/grey-picture.ts';
import type { DatasetImage } from './dataset.ts';

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

/** May be gone through again and again; it holds them, or makes them on the way. */
export type PlannedFiles = Iterable<PlannedFile> & { readonly length: number };

/** The file that a picture has, made anew each time; `null`: it has none. */
export type FileOfImage = (image: DatasetImage) => PlannedFile | null;

/** In no order. A dataset has few files beside those of its pictures: the latter are not held. */
export type FormatFiles = {
  readonly files?: readonly PlannedFile[];
  /** Each is one kind of files, such as labels. */
  readonly perImage?: readonly FileOfImage[];
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
