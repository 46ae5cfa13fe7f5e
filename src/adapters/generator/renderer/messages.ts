import type { MessagePort } from 'node:worker_threads';
import type { GeneratedPicture, GenerationRequest, OtherDefect } from '#adapters/generator/port.ts';
import type { CutOut } from '#imaging/cut-out.ts';
import type { PreparedGolden } from './prepared-golden.ts';

/** A defect that is asked for; its cut-outs, and a mask in its options, are in memory that the threads share. */
export type TaskDefect = Omit<OtherDefect, 'cutOuts' | 'region'> & { readonly cutOuts: readonly CutOut[] };

/** What a worker thread is given for one picture: all of what is asked, or (edits) the first of it. */
export type RenderTask = Pick<GenerationRequest, 'seed' | 'options' | 'wants'> & {
  readonly defects: readonly TaskDefect[];
  readonly golden: PreparedGolden;
  /** Stands for the golden image with its marked foreground. */
  readonly goldenKey: string;
  /** Progress goes out over it; `null` where nobody listens. */
  readonly port: MessagePort | null;
  /** One shared Int32, 1 once the job is cancelled: a flag is seen even in the middle of synchronous work. */
  readonly cancelled: Int32Array;
};

/** What a worker thread is given for a golden image that nobody drew on yet: its encoded bytes, and free memory. */
export type PrepareTask = {
  readonly bytes: Uint8Array;
  /** A mask, encoded: where the product is, if a person said so. */
  readonly foreground: Uint8Array | null;
  readonly spare: SharedArrayBuffer | null;
};

/** Expected endings are values: errors lose their class on the way between threads. */
export type TaskOutcome =
  | { kind: 'finished'; result: GeneratedPicture }
  | { kind: 'failed'; retryable: boolean; code: string; message: string; newSeed?: boolean }
  | { kind: 'cancelled' };
