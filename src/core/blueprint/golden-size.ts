/** Shapes of a golden image that is made from words. */
export const goldenSizes = ['square', 'landscape', 'portrait'] as const;
export type GoldenSize = (typeof goldenSizes)[number];

/** What text-to-image models take: FLUX 1.1 [pro] makes pictures of 256 to 1440 px a side, in steps of 32. */
export const goldenSides = { least: 256, most: 1440, step: 32 } as const;

const pixels: Record<GoldenSize, { width: number; height: number }> = {
  square: { width: 992, height: 992 },
  landscape: { width: 1152, height: 864 },
  portrait: { width: 864, height: 1152 },
};

/** In pixels. The named ones stay just below a megapixel: providers bill whole ones. */
export function goldenSizeOf(size: GoldenSize | { width: number; height: number }): {
  width: number;
  height: number;
} {
  return typeof size === 'string' ? pixels[size] : size;
}
