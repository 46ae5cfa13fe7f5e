import { setTimeout as delay } from 'node:timers/promises';
import { prepareVersion } from '#services/delivery/prepare-version.ts';
import type { Context } from '#context.ts';

/** Without a word from anybody: for what a killed process had begun, and for words that were lost. */
const idleMs = 5000;

/** Prepares dataset versions in the background, one at a time: any number of processes may. */
export function keepPreparing(context: Context): { wake(): void; stop(graceMs: number): Promise<void> } {
  const closing = new AbortController();
  const stopping = new AbortController();
  let woken = new AbortController();
  const keep = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      woken = new AbortController();
      const found = await prepareVersion(context, stopping.signal).catch((err: unknown) => {
        context.log.warn({ err }, 'a dataset version was left to be prepared again');
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
