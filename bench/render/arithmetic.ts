import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** Long enough that a thread's start in it does not count. */
const MS = 300;

// Run as a thread: adds and multiplies 16 KB of numbers for a while, each time it is told to, and says how often.
if (!isMainThread) parentPort!.on('message', () => parentPort!.postMessage(repeat()));

/** Threads that do plain arithmetic in their own cache. `run` answers with what so many of them do at once. */
export function startArithmetic(most: number): {
  run(threads: number): Promise<number>;
  stop(): Promise<void>;
} {
  const workers = Array.from({ length: most }, () => new Worker(new URL(import.meta.url)));
  return {
    async run(threads) {
      const done = await Promise.all(
        workers.slice(0, threads).map(async (worker): Promise<number> => {
          worker.postMessage(null);
          return (await once(worker, 'message'))[0];
        }),
      );
      return done.reduce((sum, times) => sum + times, 0);
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function repeat(): number {
  const numbers = new Float32Array(4096);
  const end = performance.now() + MS;
  let times = 0;
  for (; performance.now() < end; times++) {
    for (let k = 0; k < numbers.length; k++) numbers[k] = numbers[k]! * 0.999 + k;
  }
  return times;
}
