/** An endpoint id in its parts: `workflows/owner/app/sub/path` or `owner/app/sub/path`. */
export type EndpointId = {
  /** The whole id, as it was submitted to. */
  readonly id: string;
  /** With the namespace, without the path: what status and result addresses are made of. */
  readonly app: string;
  readonly path: string | null;
};

export type RequestAddress = {
  readonly app: string;
  readonly requestId: string;
  readonly operation: 'status' | 'stream' | 'result' | 'cancel';
};

const namespaces = ['workflows', 'comfy'];

/** `null` when it is not an endpoint id. `110602490-lora` is an old way to write `110602490/lora`. */
export function parseEndpointId(text: string): EndpointId | null {
  const segments = text.split('/');
  const old = segments.length === 1 ? /^(\d+)-([\w-]+)$/.exec(text) : null;
  const parts = old ? [old[1]!, old[2]!] : segments;
  const appParts = namespaces.includes(parts[0]!) ? 3 : 2;
  const isId = parts.every((part) => /^[\w.-]+$/.test(part) && part !== 'requests');
  if (parts.length < appParts || !isId) return null;
  return {
    id: parts.join('/'),
    app: parts.slice(0, appParts).join('/'),
    path: parts.slice(appParts).join('/') || null,
  };
}

/**
 * The address of a submitted request, with the app alone or with the full endpoint id, and with the
 * `/response` that fal's documents show. `null` when the path names none.
 */
export function parseRequestAddress(text: string): RequestAddress | null {
  const found = /^(.+)\/requests\/([^/]+)(\/.+)?$/.exec(text);
  const endpoint = found && parseEndpointId(found[1]!);
  const operation = found && operations[found[3] ?? ''];
  if (!endpoint || !operation) return null;
  return { app: endpoint.app, requestId: found[2]!, operation };
}

const operations: Record<string, RequestAddress['operation']> = {
  '': 'result',
  '/response': 'result',
  '/status': 'status',
  '/status/stream': 'stream',
  '/cancel': 'cancel',
};
