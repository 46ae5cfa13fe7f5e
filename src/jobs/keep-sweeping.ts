import { setTimeout as delay } from 'node:timers/promises';
import { claimSweep } from '#db/installation.ts';
import { sweepPictures } from '#services/sweep-pictures.ts';
import type { Context } from '#context.ts';

/** Pictures of a deleted blueprint leave the disk with the next sweep but one at the latest. */
const sweepEverySeconds = 3600;
/** How often a process offers to sweep: whoever is first after the hour does it for all. */
const offerMs = 600_000;

/** Sweeps now and then, in the background. */
export function keepSweeping(context: Context): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const sweepIfDue = async (): Promise<void> => {
    if (!(await claimSweep(context.db, sweepEverySeconds))) return;
    const removed = await sweepPictures(context, signal);
    context.log.info({ removed }, 'unused pictures were removed');
  };
  const keep = async (): Promise<void> => {
    while (!signal.aborted) {
      await sweepIfDue().catch((err: unknown) =>
        context.log.warn({ err }, 'unused pictures could not be removed'),
      );
      await delay(offerMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const kept = keep();
  return {
    stop: async () => {
      stopping.abort();
      await kept;
    },
  };
}
