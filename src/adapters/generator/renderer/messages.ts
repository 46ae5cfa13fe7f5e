import type { MessagePort } from 'node:worker_threads';
import type { GeneratedPicture, GenerationRequest } from '#adapters/generator/port.ts';
import type { PreparedGolden } from './prepared-golden.ts';

/** What a worker thread is given for one picture. */
export type RenderTask = Pick<
  GenerationRequest,
  'family' | 'parameters' | 'fit' | 'seed' | 'options' | 'wants'
> & {
  readonly others: NonNullable<GenerationRequest['others']>;
  readonly golden: PreparedGolden;
  /** Progress goes out over it. */
  readonly port: MessagePort;
  /** One shared Int32, 1 once the job is cancelled: a flag is seen even in the middle of synchronous work. */
  readonly cancelled: Int32Array;
};

/** What a worker thread is given for a golden image that nobody drew on yet: its encoded bytes, and free memory. */
export type PrepareTask = {
  readonly bytes: Uint8Array;
  /** A mask, encoded: where the product is, if a person said so. */
  readonly foreground: Uint8Array | null;
  readonly spares: readonly SharedArrayBuffer[];
};

/** Expected endings are values: errors lose their class on the way between threads. */
export type TaskOutcome =
  | { kind: 'finished'; result: GeneratedPicture }
  | { kind: 'failed'; retryable: boolean; code: string; message: string }
  | { kind: 'cancelled' };
