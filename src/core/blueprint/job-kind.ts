import { pictureKinds } from './picture-kind.ts';

/** What a job makes: a picture of a cell, or, made from words, a golden image that belongs to no cell. */
export const jobKinds = [...pictureKinds, 'golden'] as const;
export type JobKind = (typeof jobKinds)[number];
