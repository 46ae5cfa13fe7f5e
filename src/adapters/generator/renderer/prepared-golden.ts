import type { Mask } from '#core/annotation/mask.ts';
import { thumbnailSides } from '#core/thumbnail-sides.ts';
import type { Picture } from '#imaging/picture.ts';
import { encodeBands, type PngBands } from '#imaging/png.ts';
import { letGo } from '#imaging/scratch.ts';
import { analyseSurface, type Surface } from '#imaging/surface/surface.ts';
import { shrinkByBoxes, type SmallPicture } from '#imaging/thumbnail.ts';
import { blockSize } from './spare-blocks.ts';

/** All that is found out about a golden image once, for every picture that is made of it. */
export type PreparedGolden = {
  readonly picture: Picture;
  readonly surface: Surface;
  /** The golden image as PNG and a mask without marks: a picture's files are these but for some bands. */
  readonly pictureBands: PngBands;
  readonly maskBands: PngBands;
  /** What both thumbnails are made of. */
  readonly small: SmallPicture;
  readonly large: SmallPicture;
};

/** A prepared golden image whose arrays all lie in one block of memory that the threads share. */
export type SharedGolden = { readonly golden: PreparedGolden; readonly block: SharedArrayBuffer };

/**
 * Takes the picture's memory. Uses the `spare` where it is large enough; `isReused` says whether. Without it a run over many small
 * photos held more and more memory (measured: see the imaging notes).
 */
export function prepareGolden(
  picture: Picture,
  foreground: Mask | null,
  spare: SharedArrayBuffer | null,
): SharedGolden & { isReused: boolean } {
  const { width, height } = picture;
  const empty: Picture = { width, height, channels: 1, data: new Uint8Array(width * height) };
  const own: PreparedGolden = {
    picture,
    surface: analyseSurface(picture, foreground),
    pictureBands: encodeBands(picture),
    maskBands: encodeBands(empty),
    small: shrinkByBoxes(picture, thumbnailSides.small),
    large: shrinkByBoxes(picture, thumbnailSides.large),
  };
  const bytes = bytesOf(own);
  const isReused = spare !== null && spare.byteLength >= bytes && spare.byteLength < 2 * bytes;
  const block = isReused ? spare : new SharedArrayBuffer(blockSize(bytes));
  const golden = movedInto(own, block, { at: 0 });
  // 70 MB of a photo of 12 MP.
  letGo(own.picture.data, own.pictureBands.chunks);
  return { golden, block, isReused };
}

/** The same value with every array of numbers in the block. */
function movedInto<T>(value: T, block: SharedArrayBuffer, next: { at: number }): T {
  if (isArray(value)) {
    const ofKind = value.constructor as new (
      buffer: SharedArrayBuffer,
      offset: number,
      length: number,
    ) => Uint8Array;
    const moved = new ofKind(block, next.at, value.length);
    moved.set(value);
    next.at += aligned(value.byteLength);
    return moved as unknown as T;
  }
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  const parts = Object.entries(value).map(([key, part]) => [key, movedInto(part, block, next)]);
  return Object.fromEntries(parts) as T;
}

function bytesOf(value: unknown): number {
  if (isArray(value)) return aligned(value.byteLength);
  if (value === null || typeof value !== 'object') return 0;
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0);
}

/** All kinds of typed arrays behave alike here. */
function isArray(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
