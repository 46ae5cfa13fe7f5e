import type { Picture } from '#imaging/picture.ts';
import { encodeBands, type PngBands } from '#imaging/png.ts';
import { analyseSurface, type Surface } from '#imaging/surface/surface.ts';
import { shrinkByBoxes, type SmallPicture } from '#imaging/thumbnail.ts';

/** All that is found out about a golden image once, for every picture that is made of it. */
export type PreparedGolden = {
  readonly picture: Picture;
  readonly surface: Surface;
  /** The golden image as PNG and a mask without marks: a picture's files are these but for some bands. */
  readonly pictureBands: PngBands;
  readonly maskBands: PngBands;
  readonly small: SmallPicture;
};

/** In memory that all threads share: given to one without copying. */
export function prepareGolden(picture: Picture): PreparedGolden {
  const { width, height } = picture;
  const empty: Picture = { width, height, channels: 1, data: new Uint8Array(width * height) };
  return toShared({
    picture,
    surface: analyseSurface(picture),
    pictureBands: encodeBands(picture),
    maskBands: encodeBands(empty),
    small: shrinkByBoxes(picture),
  });
}

/** The same value with every array of numbers in shared memory. */
function toShared<T>(value: T): T {
  if (ArrayBuffer.isView(value)) {
    const array = value as unknown as Uint8Array;
    const copy = array.constructor as new (buffer: SharedArrayBuffer) => Uint8Array;
    const shared = new copy(new SharedArrayBuffer(array.byteLength));
    shared.set(array);
    return shared as unknown as T;
  }
  if (Array.isArray(value)) return value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toShared(part)])) as T;
}

/** Memory that it holds, for a cache that is bounded by bytes. */
export function sharedBytes(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value === null || typeof value !== 'object') return 8;
  return Object.values(value).reduce((sum: number, part) => sum + sharedBytes(part), 0);
}
