/** One value a pixel, 8 or 16 bits each as `data` says: `width * height` values, row by row. */
export type GreyPicture = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
};
