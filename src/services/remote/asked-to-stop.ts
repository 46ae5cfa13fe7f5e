import type { RemoteAttempt } from '#db/remote-attempts.ts';
import type { Context } from '#context.ts';

/**
 * How long a request is looked after that was asked to stop and does neither that nor finish; then the worst is assumed.
 * Shorter than answers are kept (fal: an hour): what is unknown within it was stopped, and cost nothing.
 */
export const followMs = 1800_000;

/** It was there when it was asked, and is gone before its answer would be. */
export function wasStopped(
  { now }: Pick<Context, 'now'>,
  { cancel, give_up_at: until }: Pick<RemoteAttempt, 'cancel' | 'give_up_at'>,
): boolean {
  return cancel === 'asked' && until !== null && now() < until;
}
