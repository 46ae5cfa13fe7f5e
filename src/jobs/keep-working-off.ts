import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '#context.ts';

/** Without a word from anybody: for what a killed process had begun, and for words that were lost. */
const idleMs = 5000;

/**
 * Works off what waits in rows of its own, in the background and one at a time: any number of processes may. `work` says
 * whether it found any; `trouble` is for the log, where it threw.
 */
export function keepWorkingOff(
  context: Context,
  work: (context: Context, stop: AbortSignal) => Promise<boolean>,
  trouble: string,
): { wake(): void; stop(graceMs: number): Promise<void> } {
  const closing = new AbortController();
  const stopping = new AbortController();
  let woken = new AbortController();
  const keep = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      woken = new AbortController();
      const found = await work(context, stopping.signal).catch((err: unknown) => {
        context.log.warn({ err }, trouble);
        return false;
      });
      if (found) continue;
      const signal = AbortSignal.any([closing.signal, woken.signal]);
      await delay(idleMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const kept = keep();
  return {
    wake: () => woken.abort(),
    async stop(graceMs) {
      closing.abort();
      const timer = setTimeout(() => stopping.abort(), graceMs);
      await kept;
      clearTimeout(timer);
    },
  };
}
