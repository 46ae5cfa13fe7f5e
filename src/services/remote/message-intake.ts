import { createHash, randomUUID } from 'node:crypto';
import { insertMessages, type NewMessage } from '#db/webhook-messages.ts';
import type { Context } from '#context.ts';
import { inBatches } from '../in-batches.ts';
import { remoteGenerator } from './gate.ts';

type Received = {
  provider: string;
  token: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Uint8Array;
};

/**
 * Takes in what a provider sends: checks it, writes it down as it came, and leaves the rest to a worker, so that
 * the answer goes out within a second. False for what is not the provider's. Pictures that were sent together are ready together:
 * messages that come while others are written down go in one transaction.
 */
export function createMessageIntake(context: Context): (message: Received) => Promise<boolean> {
  const write = inBatches((messages: NewMessage[]) => insertMessages(context.db, messages));
  return async ({ provider, token, headers, body }) => {
    const read = await remoteGenerator(context, provider).remote.readWebhook(headers, body);
    if (read.trust === 'forged') return false;
    const known = await write({
      id: randomUUID(),
      token,
      provider,
      requestId: read.requestId,
      digest: createHash('sha256').update(body).digest('hex'),
      trust: read.trust,
      answer: read.answer,
      body,
    });
    // An error would only make the provider send it again.
    if (!known) context.log.warn({ provider, requestId: read.requestId }, 'a message belongs to no job here');
    return true;
  };
}
