import type { Mask } from '#core/annotation/mask.ts';
import type { PackedRegion } from '#core/annotation/packed-region.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { RenderOptions } from '#imaging/render-options.ts';

/**
 * What makes pictures. One road for all: `start`, then progress, then a finish or a failure. A local
 * generator finishes inside `start`; a remote one answers `submitted` and finishes later.
 */
export type Generator = {
  readonly name: string;
  /** Part of what makes a picture reproducible: recorded with every candidate. */
  readonly version: string;
  start(request: GenerationRequest, hooks: GenerationHooks): Promise<GenerationOutcome>;
  close(): Promise<void>;
};

/** A stored file: a hash of its content, and how to get it. */
export type StoredFile = { hash: string; read: () => Promise<Uint8Array> };

/** Upright pixels, and a mask (white = product) where a person said where the product is. */
export type GoldenFile = StoredFile & { foreground?: StoredFile | null };

/** Where a generator takes the product to be, on the grid that it looks at. Confidence 0-1. */
export type FoundForeground = { mask: Mask; confidence: number; wholeFrame: boolean };

/** A real thing on a transparent ground (PNG with alpha), and its scale where it is known. */
export type CutOutFile = StoredFile & { mmPerPixel: number | null };

/** One defect that is wanted in a picture. */
export type AskedDefect = {
  family: string;
  parameters: PromptParameters;
  /** What is usual by photos of really bad parts; the prompt goes before it. */
  fit?: FittedHabits | null;
  /** Real things that the defect is drawn from, for families that take them. */
  cutOuts?: readonly CutOutFile[];
};

export type GenerationRequest = AskedDefect & {
  golden: GoldenFile;
  promptText: string;
  seed: number;
  /** More defects in the same picture, in this order after the first; one that finds no place is left out. */
  others?: readonly OtherDefect[];
  /** Region, scale, severity range, best of several: what is not said is the generator's own choice. */
  options?: RenderOptions;
  /** Files that are not needed cost nothing: `false` leaves the mask or the thumbnail empty. */
  wants?: { mask?: boolean; thumbnail?: boolean };
  /** Unguessable; comes back in a remote generator's webhook. */
  attemptToken: string;
};

/** `options` are its own, such as its region; what they do not say is as for the picture. */
export type OtherDefect = AskedDefect & { options?: RenderOptions };

export type GenerationHooks = {
  signal: AbortSignal;
  /** Percent, 0-100, never backwards. */
  onProgress: (percent: number) => void;
};

export type GeneratedPicture = {
  /** PNG, the golden image's size; equal to it outside the mask, pixel for pixel. */
  picture: Uint8Array;
  /** 8-bit grey PNG, 0 or 255; empty when it was not wanted, as is the thumbnail. */
  mask: Uint8Array;
  /** WebP, long side at most 320 px, showing the whole picture. */
  thumbnail: Uint8Array;
  width: number;
  height: number;
  /**
   * One for each mark, cut out of the mask (`packRegion`); together they are the mask. `defect` is the index of
   * its defect in the order asked.
   */
  instances: (PackedRegion & { defect: number })[];
  area: number;
  /** What was aimed at and what came out, for the record. Plain JSON. */
  measured: Record<string, unknown>;
};

export type GenerationOutcome =
  | { kind: 'finished'; result: GeneratedPicture }
  | { kind: 'submitted'; requestId: string }
  /** `message` is one sentence for the user. */
  | { kind: 'failed'; retryable: boolean; code: string; message: string };
