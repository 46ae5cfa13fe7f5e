import { setTimeout as delay } from 'node:timers/promises';
import { claimAttempts } from '#services/remote/claim-attempt.ts';
import { createGate, type RemoteGenerator, remoteGenerators } from '#services/remote/gate.ts';
import { resumeWaiting } from '#services/remote/lost-answer.ts';
import { sendAttempt } from '#services/remote/send-attempt.ts';
import { createRemoteTurns } from '#services/remote/remote-turns.ts';
import { createLooks } from '#services/remote/take-looks.ts';
import { createInbox } from '#services/remote/work-messages.ts';
import type { Context } from '#context.ts';
import { inLogScope } from '#log-scope.ts';

export type RemoteWorker = {
  /** A job waits, a slot is free, or an answer has come. */
  wake(): void;
  stop(graceMs: number): Promise<void>;
};

/** Without a word from anybody: for retries that fall due, and for what was announced while nobody listened. */
const idleMs = 1000;
/** Between two looks for jobs to prepare (a few are ready at any time), and for tries that are overdue. */
const prepareEveryMs = 100;
const lookEveryMs = 250;
/** Between two looks into the inbox: messages come one by one, and a picture's other steps are longer. */
const takeEveryMs = 20;
/** Answers gone on with at once: each holds a decoded picture or two. */
const atOnce = 8;

/**
 * What a process does for jobs that are made elsewhere: sends what passes the gate, takes in answers, and looks
 * after what is overdue. Any number of processes may do it: everything is claimed in the database.
 */
export function startRemoteWorker(
  context: Context,
  options: { onError: (error: unknown) => void },
): RemoteWorker {
  const generators = remoteGenerators(context).filter(({ remote }) => !remote.isForbidden);
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
  const run = (work: Promise<void>): Promise<void> => {
    const done = work.catch(options.onError).finally(() => underWay.delete(done));
    underWay.add(done);
    return done;
  };
  /** Asks for work again and again; sleeps while there is no more. What wakes it while it rests is not missed. */
  const keep = async (next: () => Promise<boolean>, restMs = 0): Promise<void> => {
    while (!closing.signal.aborted) {
      const pause = woken();
      const found = await next().catch((error: unknown) => {
        options.onError(error);
        return false;
      });
      if (found) continue;
      await pause;
      if (restMs > 0) await delay(restMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  };
  const turns = createRemoteTurns(context);
  const dispatch = (generator: RemoteGenerator): (() => Promise<boolean>) => {
    const gate = createGate(context, generator, { closing: closing.signal, woken });
    return async () => {
      const claims = await claimAttempts(context, generator);
      for (const claim of claims) {
        void inLogScope({ jobId: claim.jobId }, () =>
          run(sendAttempt(context, generator, claim, { gate, turns, closing: closing.signal, signal })),
        );
      }
      return claims.length > 0;
    };
  };
  const inbox = createInbox(context, turns);
  const looks = createLooks(context, turns);
  let busy = 0;
  type Work = (signal: AbortSignal) => Promise<void>;
  /** Fills up to `atOnce`, and looks for more when one of so many is done. */
  const drain = async (take: (limit: number) => Promise<Work[]>): Promise<boolean> => {
    const limit = atOnce - busy;
    const found = await take(limit);
    for (const work of found) {
      busy++;
      void run(work(signal)).then(() => {
        if (busy-- === atOnce) wake();
      });
    }
    // Fewer than asked for: no more wait.
    return found.length > 0 && found.length === limit && busy < atOnce;
  };
  const look = async (): Promise<void> => {
    await resumeWaiting(context).catch(options.onError);
    await keep(() => drain((limit) => looks.take(limit)), lookEveryMs);
  };
  const loops =
    generators.length === 0
      ? []
      : [
          ...generators.map((generator) => keep(dispatch(generator), prepareEveryMs)),
          keep(() => drain((limit) => inbox.take(limit)), takeEveryMs),
          look(),
        ];

  return {
    wake,
    async stop(graceMs) {
      const timer = setTimeout(() => stopping.abort(), graceMs);
      closing.abort();
      wake();
      await Promise.all(loops);
      await Promise.all(underWay);
      await inbox.close().catch(options.onError);
      clearTimeout(timer);
      // Timers of what nobody waits for any more.
      wake();
    },
  };
}
