/** The long side of a candidate's two thumbnails, px; a smaller picture is not enlarged. */
export const thumbnailSides = { small: 320, large: 640 } as const;

export type ThumbnailSize = keyof typeof thumbnailSides;
