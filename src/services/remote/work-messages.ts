import { adoptRequest, changeStage, type RemoteAttempt } from '#db/remote-attempts.ts';
import { takeMessages, type TakenMessage } from '#db/webhook-messages.ts';
import type { Context } from '#context.ts';
import { inLogScope } from '#log-scope.ts';
import { findAnswer } from './find-answer.ts';
import { leaseMs, renewMs } from './lease.ts';
import type { RemoteTurns } from './remote-turns.ts';
import { settleAnswer } from './settle-answer.ts';

export type Inbox = {
  /** Takes up to `limit` messages that wait; each is gone on with by the function that comes back for it. */
  take(limit: number): Promise<((signal: AbortSignal) => Promise<void>)[]>;
  /** Closes what is done. */
  close(): Promise<void>;
};

/**
 * What a process does with the messages that came in. Those that are done are closed by the next look: if none comes, they
 * are gone on with once more, which changes nothing.
 */
export function createInbox(context: Context, turns: RemoteTurns): Inbox {
  const underWay = new Set<string>();
  let done: string[] = [];
  let renewed = context.now().getTime();
  const take = async (limit: number): Promise<TakenMessage[]> => {
    const now = context.now();
    const closing = done;
    done = [];
    const isRenewal = underWay.size > 0 && now.getTime() - renewed >= renewMs;
    if (limit === 0 && !isRenewal && closing.length === 0) return [];
    try {
      const taken = await takeMessages(context.db, {
        now,
        until: new Date(now.getTime() + leaseMs),
        limit,
        done: closing,
        kept: isRenewal ? [...underWay] : [],
      });
      if (isRenewal) renewed = now.getTime();
      return taken;
    } catch (error) {
      done.push(...closing);
      throw error;
    }
  };
  return {
    async take(limit) {
      const taken = await take(limit);
      for (const { id } of taken) underWay.add(id);
      return taken.map(
        ({ id, ...message }) =>
          (signal) =>
            inLogScope({ attemptId: message.attempt.id }, async () => {
              try {
                if (await workMessage(context, turns, message, signal)) done.push(id);
              } finally {
                underWay.delete(id);
              }
            }),
      );
    },
    close: async () => void (await take(0)),
  };
}

/** Says whether it is done with. */
async function workMessage(
  context: Context,
  turns: RemoteTurns,
  message: Omit<TakenMessage, 'id'>,
  signal: AbortSignal,
): Promise<boolean> {
  const { attempt } = message;
  const requestId = await requestOfMessage(context, attempt, message);
  if (requestId === null) return true;
  const got = await findAnswer(context, attempt, requestId, signal);
  if (signal.aborted) return false;
  const isNoted = message.trust === 'genuine' && message.answer !== null;
  if (got.kind === 'answer') await settleAnswer(context, turns, attempt, got.answer, signal, { isNoted });
  else await lookSoon(context, attempt.id);
  return !signal.aborted;
}

/**
 * The request that a message is about. One that cannot be believed is a hint at most, and of use only where the answer that
 * would have told the request's id was lost: whoever sent it knew the token, and the provider will say what became
 * of that request, if it is ours and no other try's.
 */
async function requestOfMessage(
  context: Context,
  attempt: RemoteAttempt,
  message: Omit<TakenMessage, 'id'>,
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
