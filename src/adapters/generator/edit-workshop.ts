import type { GenerationFailure, GenerationHooks, GenerationOutcome, GenerationRequest } from './port.ts';

/**
 * What remote generators do with pixels, on worker threads. The same request gives the same region at both
 * ends, whichever process asks.
 */
export type EditWorkshop = {
  /** The part of the golden image to send, and where it may be painted: two PNGs of one size. */
  cut(request: GenerationRequest, hooks: GenerationHooks): Promise<EditCut | GenerationFailure>;
  /** Puts a model's picture (encoded) into the golden image, and finds what changed. */
  paste(request: GenerationRequest, answer: Uint8Array, hooks: GenerationHooks): Promise<GenerationOutcome>;
};

export type EditCut = { kind: 'cut'; picture: Uint8Array; mask: Uint8Array; width: number; height: number };
