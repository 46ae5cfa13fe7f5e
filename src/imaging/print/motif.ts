import type { Picture } from '#imaging/picture.ts';
import type { Window } from './window.ts';

/** What is printed on a product, or stuck on it, taken apart from the ground that it is on. */
export type Motif = {
  readonly window: Window;
  /** The photo in the window, and the same as it would be without the motif. Equal where `ink` is 0. */
  readonly photo: Picture;
  readonly bare: Uint8Array;
  /** 1 where the motif changes the picture, its soft edges and its shadow included. */
  readonly ink: Uint8Array;
  /** 0-1: how much of the ground the motif covers. */
  readonly cover: Float32Array;
  /** 1 where the motif's surroundings are known: it can be moved and smeared there. */
  readonly room: Uint8Array;
  /** Typical contrast against the ground, 8-bit levels of `changeOf`. */
  readonly contrast: number;
  /** Box of the pixels that are covered by a half or more, in the window: left, top, right, bottom, inclusive. */
  readonly box: readonly [number, number, number, number];
};
