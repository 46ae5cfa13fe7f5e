import type { ErrorCode } from '#core/app-error.ts';
import { AppError } from '#core/app-error.ts';
import { readSample, type ReadSample, type SampleFiles } from '#imaging/real-sample/read-sample.ts';

/** Expected endings are values: errors lose their class on the way between threads. */
export type ReadOutcome =
  | { kind: 'read'; sample: ReadSample }
  | { kind: 'refused'; code: ErrorCode; message: string };

/** One real sample, in a worker thread. */
export async function readTask(files: SampleFiles): Promise<ReadOutcome> {
  try {
    return { kind: 'read', sample: await readSample(files) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', code: error.code, message: error.message };
    throw error;
  }
}
