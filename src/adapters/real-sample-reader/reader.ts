import { Piscina } from 'piscina';
import { AppError } from '#core/app-error.ts';
import type { ReadSample, SampleFiles } from '#imaging/real-sample/read-sample.ts';
import type { ReadOutcome } from './worker.ts';

/** Samples come in one after the other, then none for weeks. */
const IDLE_MS = 10_000;

export type RealSampleReader = {
  /** Throws AppError `file_refused`; see `readSample`. */
  read(files: SampleFiles): Promise<ReadSample>;
  close(): Promise<void>;
};

/**
 * Decodes and measures real samples on a thread of its own, so that neither the server nor the pictures being
 * drawn wait for it: a 12 MP photo takes seconds.
 */
export function createRealSampleReader(): RealSampleReader {
  const pool = new Piscina({
    filename: new URL('worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    atomics: 'disabled',
  });
  return {
    async read(files) {
      const outcome = (await pool.run(files, { name: 'readTask' })) as ReadOutcome;
      if (outcome.kind === 'refused') throw new AppError(outcome.code, outcome.message);
      return outcome.sample;
    },
    close: () => pool.destroy(),
  };
}
