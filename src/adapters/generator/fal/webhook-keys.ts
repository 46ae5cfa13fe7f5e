import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { routed, type Egress } from './egress.ts';

const published = 'https://rest.fal.ai/.well-known/jwks.json';

/** fal asks not to keep the keys for longer than a day. */
const keepMs = 24 * 3600 * 1000;
/** A forger must not be able to make us fetch at will; messages by a new key are refused no longer than this. */
const leastBetweenMs = 2000;

const keySet = z.object({
  keys: z.array(z.object({ kty: z.string(), crv: z.string().optional(), x: z.string().optional() })).max(100),
});

export type WebhookKeys = {
  /** The keys that are known now; fetched when there are none or they are old. Empty when none can be had. */
  current(): Promise<readonly KeyObject[]>;
  /** Fetched anew, at most every two seconds: a signature that fits no key may be by a new one. */
  renewed(): Promise<readonly KeyObject[]>;
};

/** fal's published ED25519 keys. Never throws: without keys a message is only a hint. */
export function createWebhookKeys(egress: Egress, now: () => number = Date.now): WebhookKeys {
  let keys: readonly KeyObject[] = [];
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let fetching: Promise<void> | null = null;
  const renew = (): Promise<void> => {
    fetching ??= fetchKeys(egress)
      .then(
        (fresh) => {
          keys = fresh;
          fetchedAt = now();
        },
        () => {},
      )
      .finally(() => {
        fetching = null;
      });
    triedAt = now();
    return fetching;
  };
  const mayTry = (): boolean => fetching !== null || now() - triedAt >= leastBetweenMs;
  return {
    async current() {
      if (now() - fetchedAt > keepMs && mayTry()) await renew();
      return keys;
    },
    async renewed() {
      if (mayTry()) await renew();
      return keys;
    },
  };
}

async function fetchKeys(egress: Egress): Promise<KeyObject[]> {
  const response = await fetch(routed(published, egress), {
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`the key set answered ${response.status}`);
  const { keys } = keySet.parse(await response.json());
  return keys
    .filter(({ kty, crv, x }) => kty === 'OKP' && crv === 'Ed25519' && x !== undefined)
    .map(({ x }) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: x! }, format: 'jwk' }));
}
