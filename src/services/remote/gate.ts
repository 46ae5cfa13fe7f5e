import type { Generator, RemoteSide } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { keepClaims } from '#db/remote-attempts.ts';
import { gateState, type GateState, lockProvider, passGate } from '#db/remote-gate.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';

/** A generator whose pictures are made elsewhere. */
export type RemoteGenerator = Generator & { readonly remote: RemoteSide };

export function remoteGenerators({ generators }: Pick<Context, 'generators'>): RemoteGenerator[] {
  return [...generators.values()].filter((one): one is RemoteGenerator => one.remote !== undefined);
}

export function remoteGenerator(context: Pick<Context, 'generators'>, name: string): RemoteGenerator {
  const found = remoteGenerators(context).find((one) => one.name === name);
  if (found === undefined) {
    throw new AppError('not_found', `The provider “${name}” is not set up on this installation.`);
  }
  return found;
}

/** Requests that may be with the provider at once: those that it works on, and those that wait in its own queue. */
export function placesOf({ slots, queued }: RemoteSide): number {
  return slots + queued;
}

/** Tries that may be prepared while all places are taken: what is ready leaves the moment that one is free. */
export function aheadOf({ slots }: RemoteSide): number {
  return Math.max(1, Math.ceil(slots / 2));
}

/** `closing`: this process takes no more turns. `woken` settles when a slot may be free, or after a second. */
export type Waiting = { closing: AbortSignal; woken: () => Promise<void> };

/** The try is not ours any more: it was cancelled, or another process has it. */
export class AttemptTaken extends Error {}

export type Gate = {
  /** Settles once the try has a slot and is marked as leaving. Throws `AttemptTaken`. */
  pass(attemptId: string): Promise<void>;
};

/** Longer than any answer to a submission may take, and than a process may wait without a sign of life. */
export const silenceMs = 60_000;
/** A sign of life of those that wait. */
const refreshMs = 20_000;

type Turn = { attemptId: string; seenAt: number; pass: () => void; fail: (error: unknown) => void };

/**
 * Lets the tries of this process through, oldest first, as places become free: never more requests than there are places are
 * under way on the account, however many processes there are. One look serves all that wait here: a look of each would be
 * most of what an order asks of the database.
 */
export function createGate(context: Context, generator: RemoteGenerator, waiting: Waiting): Gate {
  const { name, remote } = generator;
  let turns: Turn[] = [];
  let isAttended = false;

  /** Those of `asked` that are still ours go on by `then`, the others have ended. */
  const sort = (asked: readonly Turn[], ours: readonly string[], then: (turn: Turn) => void): void => {
    const kept = new Set(ours);
    for (const turn of asked) {
      if (kept.has(turn.attemptId)) then(turn);
      else leave(turn).fail(new AttemptTaken());
    }
  };
  const leave = (turn: Turn): Turn => {
    turns = turns.filter((other) => other !== turn);
    return turn;
  };
  /** How many went through. */
  const letThrough = async (): Promise<number> => {
    const waitingNow = [...turns];
    const { asked, ours } = await inTransaction(context.db, async (trx) => {
      await lockProvider(trx, 'gate', name);
      const now = context.now();
      const ids = waitingNow.map(({ attemptId }) => attemptId);
      const lookAt = new Date(now.getTime() + silenceMs);
      return passGate(trx, name, ids, { places: placesOf(remote), now, lookAt });
    });
    sort(waitingNow.slice(0, asked), ours, (turn) => leave(turn).pass());
    return ours.length;
  };
  const refresh = async (): Promise<void> => {
    const now = context.now();
    const silent = turns.filter(({ seenAt }) => now.getTime() - seenAt > refreshMs);
    if (silent.length === 0) return;
    const ids = silent.map(({ attemptId }) => attemptId);
    const ours = await keepClaims(context.db, ids, new Date(now.getTime() + silenceMs));
    sort(silent, ours, (turn) => (turn.seenAt = now.getTime()));
  };
  const attend = async (): Promise<void> => {
    isAttended = true;
    while (turns.length > 0) {
      // Before the look, so that what happens in between wakes us.
      const woken = waiting.woken();
      try {
        if (waiting.closing.aborted) throw new AttemptTaken();
        const free = freeIn(await gateState(context.db, name, context.now()), remote);
        // Places are left: nothing would wake us for whoever came during the look.
        if (free > 0 && (await letThrough()) < free) continue;
        await refresh();
      } catch (error) {
        for (const turn of turns.splice(0)) turn.fail(error);
      }
      if (turns.length > 0) await woken;
    }
    isAttended = false;
  };
  return {
    pass: (attemptId) =>
      new Promise((pass, fail) => {
        turns.push({ attemptId, seenAt: context.now().getTime(), pass, fail });
        if (!isAttended) void attend();
      }),
  };
}

function freeIn({ sent, paused }: GateState, remote: RemoteSide): number {
  return paused ? 0 : Math.max(0, placesOf(remote) - sent);
}
