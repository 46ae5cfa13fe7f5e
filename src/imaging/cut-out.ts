/**
 * A real thing on a transparent ground (a fibre, a crumb), cut out of a photo by a person: 8-bit sRGB and straight
 * alpha, `width * height * 4` bytes, trimmed to what is not transparent.
 */
export type CutOutImage = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** A cut-out as families draw it. */
export type CutOut = CutOutImage & {
  /** Its content: what the record of a mark names it by. */
  readonly id: string;
  /** `null` when nobody said how large the thing is. */
  readonly mmPerPixel: number | null;
};

/** Long side of cut-outs as they are kept, px: more than a foreign body takes up in most photos. */
export const CUT_OUT_SIDE = 512;

/** Longest extent of the thing in mm, where it is known. */
export function cutOutMm({ width, height, mmPerPixel }: Omit<CutOut, 'id' | 'data'>): number | null {
  return mmPerPixel === null ? null : mmPerPixel * Math.max(width, height);
}
