import { createFalClient, type FalClient } from '@fal-ai/client';
import { EgressForbidden, routed, type Egress } from './egress.ts';

/** What came back for one request: an answer, or none. */
export type Exchange =
  | { kind: 'answer'; status: number; headers: Headers; text: string }
  /** `reached`: whether the request may have arrived. False when no connection came about. */
  | { kind: 'silence'; reached: boolean; cause: unknown };

export type Wire = { readonly credentials: string; readonly egress: Egress; readonly timeoutMs: number };

/** Answers are small JSON; pictures come from elsewhere. */
const mostText = 8 * 1024 * 1024;

/**
 * One request by fal's client, sent exactly once, and its answer as it came: the client knows hosts, paths
 * and headers, but resubmits what may have been bought, hides response headers on errors, and rounds
 * seeds above 2^53. Nothing is followed: a redirect is silence. Throws `EgressForbidden`.
 */
export async function exchange(
  wire: Wire,
  call: (client: FalClient, signal: AbortSignal) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<Exchange> {
  const deadline = AbortSignal.timeout(wire.timeoutMs);
  const limit = signal ? AbortSignal.any([signal, deadline]) : deadline;
  let seen: Exchange = { kind: 'silence', reached: false, cause: new Error('nothing was sent') };
  const fetchOnce: typeof fetch = async (input, init) => {
    try {
      const url = routed(input instanceof Request ? input.url : input.toString(), wire.egress);
      const response = await fetch(url, { ...init, signal: limit, redirect: 'error' });
      seen = { kind: 'silence', reached: true, cause: new Error('the answer broke off') };
      seen = {
        kind: 'answer',
        status: response.status,
        headers: response.headers,
        text: await readText(response),
      };
    } catch (cause) {
      if (cause instanceof EgressForbidden) throw cause;
      seen = {
        kind: 'silence',
        reached: seen.kind === 'silence' && seen.reached ? true : mayHaveArrived(cause),
        cause,
      };
    }
    throw new SeenEnough();
  };
  const client = createFalClient({ credentials: wire.credentials, fetch: fetchOnce });
  try {
    await call(client, limit);
  } catch (error) {
    if (!(error instanceof SeenEnough)) throw error;
  }
  return seen;
}

/** The client takes an aborted request for the user's wish, and does not send it again. */
class SeenEnough extends Error {
  override name = 'AbortError';
}

/** Failures before a connection stood: nothing was sent. */
const unconnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function mayHaveArrived(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && unconnected.has(at.code)) return false;
  }
  return true;
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let held = 0;
  for await (const part of response.body) {
    held += part.byteLength;
    if (held > mostText) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
