/** A decoded picture: 8 bits a channel, sRGB (3) or grey (1), upright, no alpha. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** `width * height * channels` bytes, row by row, channels interleaved. */
  readonly data: Uint8Array;
};
