import { claimAttempts } from '#services/remote/claim-attempt.ts';
import { createGate, type RemoteGenerator, remoteGenerators } from '#services/remote/gate.ts';
import { nextLooks } from '#services/remote/look-again.ts';
import { type Patience, resumeWaiting, sendAttempt, usualPatience } from '#services/remote/send-attempt.ts';
import { nextMessages } from '#services/remote/work-messages.ts';
import type { Context } from '#context.ts';

export type RemoteWorker = {
  /** A job waits, a slot is free, or an answer has come. */
  wake(): void;
  stop(graceMs: number): Promise<void>;
};

/** Without a word from anybody: for retries that fall due, and for what was announced while nobody listened. */
const idleMs = 1000;
/** Answers gone on with at once: each holds a decoded picture or two. */
const atOnce = 8;

/**
 * What a process does for jobs that are made elsewhere: sends what passes the gate, takes in answers, and looks
 * after what is overdue. Any number of processes may do it: everything is claimed in the database.
 */
export function startRemoteWorker(
  context: Context,
  options: { patience?: Patience; onError: (error: unknown) => void },
): RemoteWorker {
  const generators = remoteGenerators(context).filter(({ remote }) => !remote.isForbidden);
  const patience = options.patience ?? usualPatience;
  /** Ends what is under way; `closing`, before it, only what waits for its turn. */
  const stopping = new AbortController();
  const { signal } = stopping;
  const closing = new AbortController();
  const waiting = new Set<() => void>();
  const underWay = new Set<Promise<void>>();

  const wake = (): void => {
    const resumed = Array.from(waiting);
    for (const resume of resumed) resume();
  };
  /** Settles at the next wake, after a while, or when all ends. */
  const woken = (): Promise<void> =>
    new Promise((resolve) => {
      const resume = (): void => {
        clearTimeout(timer);
        waiting.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, idleMs);
      waiting.add(resume);
    });
  const run = (work: Promise<void>): void => {
    const done = work.catch(options.onError).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  /** Asks for work again and again; sleeps while there is none. */
  const keep = async (next: () => Promise<boolean>): Promise<void> => {
    while (!closing.signal.aborted) {
      const pause = woken();
      const found = await next().catch((error: unknown) => {
        options.onError(error);
        return false;
      });
      if (!found) await pause;
    }
  };
  const dispatch = (generator: RemoteGenerator): (() => Promise<boolean>) => {
    const gate = createGate(context, generator, { closing: closing.signal, woken });
    return async () => {
      const claims = await claimAttempts(context, generator);
      for (const claim of claims) {
        run(sendAttempt(context, generator, claim, { gate, closing: closing.signal, signal, patience }));
      }
      return claims.length > 0;
    };
  };
  const busy = new Set<Promise<void>>();
  type Work = (signal: AbortSignal) => Promise<void>;
  /** Fills up to `atOnce`, and looks for more as soon as one of them is done. */
  const drain = async (take: (limit: number) => Promise<Work[]>): Promise<boolean> => {
    const free = atOnce - busy.size;
    const found = free > 0 ? await take(free) : [];
    for (const work of found) {
      const done = work(signal)
        .catch(options.onError)
        .finally(() => {
          busy.delete(done);
          underWay.delete(done);
          wake();
        });
      busy.add(done);
      underWay.add(done);
    }
    return found.length > 0 && busy.size < atOnce;
  };
  const resumed = generators.length === 0 ? Promise.resolve() : resumeWaiting(context, patience);
  const loops = [
    ...generators.map((generator) => keep(dispatch(generator))),
    ...(generators.length === 0
      ? []
      : [
          keep(() => drain((limit) => nextMessages(context, limit))),
          resumed
            .catch(options.onError)
            .then(() => keep(() => drain((limit) => nextLooks(context, patience, limit)))),
        ]),
  ];

  return {
    wake,
    async stop(graceMs) {
      const timer = setTimeout(() => stopping.abort(), graceMs);
      closing.abort();
      wake();
      await Promise.all(loops);
      await Promise.all(underWay);
      clearTimeout(timer);
      // Timers of what nobody waits for any more.
      wake();
    },
  };
}
