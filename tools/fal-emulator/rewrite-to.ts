/**
 * A `fetch` for the client's option of that name: requests to fal's hosts go to the emulator at `base`,
 * with the host as the first segment of the path. Any other address is left alone.
 */
export function rewriteTo(base: string): typeof fetch {
  return (input, init) => {
    const { hostname, pathname, search } = new URL(input instanceof Request ? input.url : input);
    const isFal = /(^|\.)fal\.(run|ai|media)$/.test(hostname);
    return fetch(isFal ? `${base}/${hostname}${pathname}${search}` : input, init);
  };
}
