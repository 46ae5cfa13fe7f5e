import type { MessagePort } from 'node:worker_threads';
import type { GeneratedPicture } from '#adapters/generator/port.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';

/** What a worker thread is given. */
export type RenderTask = {
  readonly goldenHash: string;
  readonly family: string;
  readonly parameters: PromptParameters;
  readonly seed: number;
  /** Progress goes out over it; the golden image's bytes are asked for, if the thread has not got them. */
  readonly port: MessagePort;
  /** One shared Int32, 1 once the job is cancelled: a flag is seen even in the middle of synchronous work. */
  readonly cancelled: Int32Array;
};

export type FromWorker = { kind: 'progress'; percent: number } | { kind: 'want-golden' };
export type ToWorker = { kind: 'golden'; bytes: Uint8Array } | { kind: 'golden-failed' };

/** Expected endings are values: errors lose their class on the way between threads. */
export type TaskOutcome =
  | { kind: 'finished'; result: GeneratedPicture }
  | { kind: 'failed'; retryable: boolean; code: string; message: string }
  | { kind: 'cancelled' };
