import { isLoopback } from '#core/is-loopback.ts';

/** What a browser says of where a request comes from. */
type Headers = { origin?: string; host?: string };

/**
 * There are no accounts on a desk: what keeps other sites away from the photos is what browsers say of a
 * request. A page of another site names its own origin. One that made its own name point at this machine
 * (DNS rebinding) passes that test, but asks for a host that nobody here goes by.
 *
 * @param boundTo the host the server listens on; any but this machine's own is reached by names it cannot know
 */
export function isTrustedRequest(headers: Headers, boundTo: string): boolean {
  return isSameOrigin(headers) && isOwnHost(headers.host, boundTo);
}

/** Requests without an Origin come from programs, from links and from pages of one's own. */
function isSameOrigin({ origin, host }: Headers): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function isOwnHost(host: string | undefined, boundTo: string): boolean {
  if (host === undefined || !isLoopback(boundTo)) return true;
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return hostname === boundTo.toLowerCase() || isLoopback(hostname);
}
