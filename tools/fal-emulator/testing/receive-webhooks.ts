import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Receiver = {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves once so many have come. */
  have(count: number): Promise<readonly Received[]>;
};

type Reply = { readonly status: number; readonly headers?: Record<string, string> } | 'silence';

/** A server that webhooks can be sent to; `reply` is asked with the number of the message, from 1. */
export async function receiveWebhooks(
  reply: (count: number) => Reply = () => ({ status: 200 }),
): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const answer = reply(received.length);
      if (answer !== 'silence') response.writeHead(answer.status, answer.headers).end();
      waiting.forEach((tell) => tell());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    have: (count) =>
      new Promise((resolve) => {
        const tell = (): void => {
          if (received.length < count) return;
          waiting.delete(tell);
          resolve(received);
        };
        waiting.add(tell);
        tell();
      }),
  };
}

/** Checks a webhook as fal's documents tell its receivers to, with nothing of the emulator's own. */
export function judgeWebhook(
  { headers, body }: Received,
  keys: readonly JsonWebKey[],
): 'genuine' | 'stale' | 'forged' {
  const [requestId, userId, timestamp, signature] = ['request-id', 'user-id', 'timestamp', 'signature'].map(
    (name) => String(headers[`x-fal-webhook-${name}`]),
  );
  const digest = createHash('sha256').update(body).digest('hex');
  const message = Buffer.from(`${requestId}\n${userId}\n${timestamp}\n${digest}`);
  const isSigned = keys.some((key) =>
    verify(null, message, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature!, 'hex')),
  );
  if (!isSigned) return 'forged';
  return Math.abs(Date.now() / 1000 - Number(timestamp)) > 300 ? 'stale' : 'genuine';
}
