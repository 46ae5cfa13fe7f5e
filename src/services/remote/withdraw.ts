import { changeStage, noteAsked, type RemoteAttempt } from '#db/remote-attempts.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { followMs } from './asked-to-stop.ts';
import { failRemote } from './fail-remote.ts';
import type { RemoteGenerator } from './gate.ts';
import { expectedBill } from './remote-settlement.ts';

/**
 * Stuck over there: asked to stop, and ordered again once it has. One that neither stops nor finishes counts as bought; what
 * cannot be asked is waited for.
 */
export async function withdraw(
  context: Context,
  { remote }: RemoteGenerator,
  found: RemoteAttempt,
  attempt: Attempt,
  requestId: string,
): Promise<void> {
  if (found.cancel === 'asked') return failRemote(context, attempt, tookTooLong, expectedBill(found));
  const now = context.now().getTime();
  if ((await remote.cancel(requestId, found.model)) === 'asked') {
    await noteAsked(context.db, found.id, new Date(now + followMs));
  }
  await changeStage(context.db, found.id, ['submitted'], { look_at: new Date(now + 2000) });
}

/** What is to be said of a request that was withdrawn and has stopped. */
export const tookTooLong = {
  retryable: true,
  code: 'took_too_long',
  message: 'The provider did not come to this request in time; it was withdrawn and is ordered again.',
};
