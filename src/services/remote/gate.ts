import type { Generator, RemoteSide } from '#adapters/generator/port.ts';
import { AppError } from '#core/app-error.ts';
import { gateState, lockGate, markSending } from '#db/remote-attempts.ts';
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

/** Tries that may be prepared while all slots are taken: what is ready leaves the moment that one is free. */
export function aheadOf({ slots }: RemoteSide): number {
  return Math.max(1, Math.ceil(slots / 4));
}

/**
 * Waits for a slot and takes it. Never more than `slots` requests are under way on the account, however
 * many processes there are. Throws `AttemptTaken` when the try was cancelled or given to another.
 */
export async function passGate(
  context: Context,
  generator: RemoteGenerator,
  attemptId: string,
  waiting: Waiting,
): Promise<void> {
  for (;;) {
    // Before the look, so that what happens in between wakes us.
    const woken = waiting.woken();
    const passed = await tryGate(context, generator, attemptId);
    if (passed === 'yes') return;
    if (passed === 'gone' || waiting.closing.aborted) throw new AttemptTaken();
    await woken;
  }
}

/** `closing`: this process takes no more turns. `woken` settles when a slot may be free, or after a second. */
export type Waiting = { closing: AbortSignal; woken: () => Promise<void> };

/** The try is not ours any more: it was cancelled, or another process has it. */
export class AttemptTaken extends Error {}

async function tryGate(
  context: Context,
  { name, remote }: RemoteGenerator,
  attemptId: string,
): Promise<'yes' | 'full' | 'gone'> {
  return inTransaction(context.db, async (trx) => {
    await lockGate(trx, name);
    const now = context.now();
    const { sent, paused } = await gateState(trx, name, now);
    const lookAt = new Date(now.getTime() + silenceMs);
    if (sent >= remote.slots || paused) {
      return (await markSending(trx, attemptId, { stage: 'claimed', now, lookAt })) ? 'full' : 'gone';
    }
    return (await markSending(trx, attemptId, { stage: 'sending', now, lookAt })) ? 'yes' : 'gone';
  });
}

/** Longer than any answer to a submission may take, and than a process may wait without a sign of life. */
export const silenceMs = 60_000;
