import type { RemoteAnswer, RemoteFetch } from '#adapters/generator/port.ts';
import type { RemoteAttempt } from '#db/remote-attempts.ts';
import { savedAnswer } from '#db/webhook-messages.ts';
import type { Context } from '#context.ts';
import { remoteGenerator } from './gate.ts';

/** An error of the provider's is either the model's own answer or a bad moment; after so many looks, the former. */
const looksUntilBelieved = 5;

/**
 * The answer of a request that has ended: as the provider has it now, which says what is billed, else as a
 * genuine message brought it. Otherwise what stood in the way.
 */
export async function findAnswer(
  context: Context,
  attempt: RemoteAttempt,
  requestId: string,
  signal: AbortSignal,
): Promise<RemoteFetch> {
  const { remote } = remoteGenerator(context, attempt.provider);
  const got = await remote.fetchAnswer(requestId, attempt.model, signal);
  if (got.kind === 'answer' && got.answer.status < 500) return got;
  const saved: RemoteAnswer | null = await savedAnswer(context.db, attempt.id);
  if (saved !== null) return { kind: 'answer', answer: saved };
  if (got.kind === 'answer' && attempt.looks < looksUntilBelieved) return { kind: 'unreachable' };
  return got;
}
