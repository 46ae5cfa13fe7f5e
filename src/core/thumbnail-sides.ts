/** The long side of the two thumbnails of a candidate or golden image, px; a smaller picture is not enlarged. */
export const thumbnailSides = { small: 320, large: 640 } as const;

export type ThumbnailSize = keyof typeof thumbnailSides;
