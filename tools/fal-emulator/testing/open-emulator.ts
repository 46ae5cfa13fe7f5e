import { createFalClient, type FalClient } from '@fal-ai/client';
import { onTestFinished } from 'vitest';
import { rewriteTo } from '../rewrite-to.ts';
import type { GivenOptions } from '../options.ts';
import { startFalEmulator, type FalEmulator } from '../start-fal-emulator.ts';

export type OpenEmulator = {
  readonly emulator: FalEmulator;
  /** The real client, pointed at it. */
  readonly fal: FalClient;
  /** One plain request, without the client's retries; `address` is one of fal's, without `https://`. */
  readonly call: (
    method: string,
    address: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Response>;
};

export const testKey = 'test-id:test-secret';

/** An emulator for one test: jobs take 20 ms and cost no drawing unless it says otherwise. */
export async function openEmulator(options: GivenOptions = {}): Promise<OpenEmulator> {
  const emulator = await startFalEmulator({ latencyMs: 20, pictures: 'fixed', ...options });
  onTestFinished(() => emulator.close());
  const rewritten = rewriteTo(emulator.url);
  return {
    emulator,
    fal: createFalClient({ credentials: testKey, fetch: rewritten }),
    call: (method, address, body, headers) =>
      rewritten(`https://${address}`, {
        method,
        headers: { authorization: `Key ${testKey}`, ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
  };
}
