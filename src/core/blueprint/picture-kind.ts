/**
 * What a job makes and a candidate shows: a `defect` that is labelled, or `allowed-variation`, a mark too
 * weak to be one, drawn into what stays a picture of a good part.
 */
export const pictureKinds = ['defect', 'allowed-variation'] as const;
export type PictureKind = (typeof pictureKinds)[number];
