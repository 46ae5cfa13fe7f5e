import { nextLookMs, retryLookMs } from '#core/remote/next-look.ts';
import { endLooking, followAt, lookAgainAt, noteAsked, type RemoteAttempt } from '#db/remote-attempts.ts';
import { settleMoney } from '#db/spending.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Context } from '#context.ts';
import { noteAccountTrouble } from './account-trouble.ts';
import { followMs, wasStopped } from './asked-to-stop.ts';
import { closeCancelled } from './close-cancelled.ts';
import { findAnswer } from './find-answer.ts';
import { silenceMs, type RemoteGenerator } from './gate.ts';
import { expectedBill, free } from './remote-settlement.ts';
import { settleClosed } from './settle-answer.ts';

/**
 * A try that was cancelled here: the provider is asked to stop, and the request is looked after until it has ended. That a
 * provider takes the wish says nothing: what it cost is known when it is over.
 */
export async function followCancelled(
  context: Context,
  generator: RemoteGenerator,
  found: RemoteAttempt,
  signal: AbortSignal,
): Promise<void> {
  if (found.stage === 'claimed') return closeUnsent(context, found);
  if (found.request_id === null) return waitForRequest(context, found);
  const asked = found.cancel === 'wanted' ? await ask(context, generator, found) : found;
  if (asked === null) return lookLater(context, found, { isBusy: false });
  await lookAt(context, generator, asked, asked.request_id!, signal);
}

/** It cost nothing. */
async function closeUnsent(context: Context, { id }: RemoteAttempt): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    await settleMoney(trx, [{ attemptId: id, ...free }]);
    await endLooking(trx, id);
  });
}

/** Its answer, or its message, will say what there is to stop; then it is looked at again at once. */
async function waitForRequest(context: Context, found: RemoteAttempt): Promise<void> {
  const isOnItsWay = found.stage === 'sending' || found.stage === 'unknown';
  const tellsUntil = found.give_up_at ?? new Date((found.sent_at?.getTime() ?? 0) + silenceMs);
  if (isOnItsWay && found.charged_micros === null && context.now() < tellsUntil) {
    return lookAgainAt(context.db, found.id, tellsUntil);
  }
  // Of what may have been bought the worst is assumed.
  await closeCancelled(context, found, 'too_late', expectedBill(found));
}

/** The try as it is then; `null` when the provider could not be asked. */
async function ask(
  context: Context,
  { remote }: RemoteGenerator,
  found: RemoteAttempt,
): Promise<RemoteAttempt | null> {
  const said = await remote.cancel(found.request_id!, found.model);
  if (said === 'unreachable') return null;
  // It has ended, or is not known: it was never asked.
  if (said === 'too late') return found;
  const until = new Date(context.now().getTime() + followMs);
  await noteAsked(context.db, found.id, until);
  return { ...found, cancel: 'asked', give_up_at: until, looks: 0 };
}

async function lookAt(
  context: Context,
  { remote }: RemoteGenerator,
  found: RemoteAttempt,
  requestId: string,
  signal: AbortSignal,
): Promise<void> {
  const status = await remote.look(requestId, found.model, signal);
  if (signal.aborted) return;
  if (status.kind === 'account') await noteAccountTrouble(context, found.provider, status);
  if (status.kind !== 'answered' && status.kind !== 'unknown') {
    return lookLater(context, found, { isBusy: status.kind === 'queued' || status.kind === 'running' });
  }
  const got = await findAnswer(context, found, requestId, signal);
  if (signal.aborted) return;
  if (got.kind === 'answer') return settleClosed(context, found, got.answer);
  if (got.kind !== 'unknown') return lookLater(context, found, { isBusy: false });
  if (wasStopped(context, found)) return closeCancelled(context, found, 'stopped');
  await closeCancelled(context, found, 'too_late', expectedBill(found));
}

/** `isBusy`: the provider says that it goes on. */
async function lookLater(
  context: Context,
  found: RemoteAttempt,
  { isBusy }: { isBusy: boolean },
): Promise<void> {
  if (isBusy && found.give_up_at !== null && found.give_up_at <= context.now()) {
    return closeCancelled(context, found, 'too_late', expectedBill(found));
  }
  const wait = isBusy ? nextLookMs(found.looks, { hasWebhooks: false }) : retryLookMs(found.looks);
  await followAt(context.db, found.id, new Date(context.now().getTime() + wait));
}
