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
      };
};

/** A text that is made when it is read. */
export function textFile(path: string, chunks: () => Iterable<string>): PlannedFile {
  return { path, content: { kind: 'text', chunks } };
}
