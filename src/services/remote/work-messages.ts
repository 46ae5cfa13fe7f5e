import { adoptRequest, changeStage, findRemoteAttempt, type RemoteAttempt } from '#db/remote-attempts.ts';
import { closeMessage, takeMessages, type TakenMessage } from '#db/webhook-messages.ts';
import type { Context } from '#context.ts';
import { inLogScope } from '#log-scope.ts';
import { findAnswer } from './find-answer.ts';
import { settleAnswer } from './settle-answer.ts';

/** A worker that died over a message leaves it to another after this long. */
const leaseMs = 120_000;

/** Takes up to `limit` messages that wait; each is gone on with by the function that comes back for it. */
export async function nextMessages(
  context: Context,
  limit: number,
): Promise<((signal: AbortSignal) => Promise<void>)[]> {
  const now = context.now();
  const taken = await takeMessages(context.db, now, new Date(now.getTime() + leaseMs), limit);
  return taken.map(
    (message) => (signal) =>
      inLogScope({ attemptId: message.attempt_id }, () => workMessage(context, message, signal)),
  );
}

async function workMessage(context: Context, message: TakenMessage, signal: AbortSignal): Promise<void> {
  const attempt = await findRemoteAttempt(context.db, message.attempt_id);
  const requestId = attempt === undefined ? null : await requestOfMessage(context, attempt, message);
  if (attempt !== undefined && requestId !== null) {
    const got = await findAnswer(context, attempt, requestId, signal);
    if (signal.aborted) return;
    if (got.kind === 'answer') await settleAnswer(context, attempt, got.answer, signal);
    else await lookSoon(context, attempt.id);
    if (signal.aborted) return;
  }
  await closeMessage(context.db, message.id, context.now());
}

/**
 * The request that a message is about. One that cannot be believed is a hint at most, and of use only where the answer that
 * would have told the request's id was lost: whoever sent it knew the token, and the provider will say what became
 * of that request, if it is ours and no other try's.
 */
async function requestOfMessage(
  context: Context,
  attempt: RemoteAttempt,
  message: TakenMessage,
): Promise<string | null> {
  if (message.trust === 'genuine') return message.request_id;
  if (attempt.request_id !== null) return attempt.request_id;
  return (await adoptRequest(context.db, attempt.id, message.request_id)) ? message.request_id : null;
}

/** The message was right or wrong; either way a look at the request will tell. */
async function lookSoon(context: Context, attemptId: string): Promise<void> {
  const lookAt = new Date(context.now().getTime() + 1000);
  await changeStage(context.db, attemptId, ['submitted', 'answered'], { look_at: lookAt });
}
