import { closeCircuit, openCircuit, pauseAccount } from '#db/provider-accounts.ts';
import { blueprintsWaitingFor, wakeRemote } from '#db/remote-jobs.ts';
import type { Context } from '#context.ts';
import { actor } from '../generation/attempt.ts';
import { tellBlueprints } from './tell-blueprints.ts';

/** Jobs wait from now on; every open page that waits with them hears why. */
export async function noteAccountTrouble(
  context: Context,
  provider: string,
  { code, message }: { code: string; message: string },
  options: { isProbe?: boolean } = {},
): Promise<void> {
  const trouble = { code, message, isProbe: options.isProbe ?? false };
  // Everything that is under way meets it: once is enough to be told.
  if (!(await openCircuit(context.db, provider, trouble, context.now()))) return;
  context.log.warn({ provider, code }, message);
  await tellWaiting(context, provider, { provider, code, message });
}

/** A request was accepted: if there was trouble, it is over. */
export async function noteAccountWorks(context: Context, provider: string): Promise<void> {
  if (!(await closeCircuit(context.db, provider))) return;
  await wakeRemote(context.db, provider);
  await tellWaiting(context, provider, { provider, code: null, message: null });
}

/** As the provider asks; two seconds where it names no time. */
export async function slowDown(context: Context, provider: string, seconds = 2): Promise<void> {
  await pauseAccount(context.db, provider, new Date(context.now().getTime() + 1000 * Math.max(0.2, seconds)));
}

async function tellWaiting(
  context: Context,
  provider: string,
  payload: { provider: string; code: string | null; message: string | null },
): Promise<void> {
  const waiting = await blueprintsWaitingFor(context.db, provider);
  await tellBlueprints(context, waiting, { type: 'account_changed', actor, payload });
}
