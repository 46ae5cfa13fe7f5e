import { routed, type Egress } from './egress.ts';

/** A result may be this large; a PNG of one megapixel has about 2 MB. */
const mostBytes = 64 * 1024 * 1024;
const timeoutMs = 60_000;

export type Download =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'refused'; why: string }
  | { kind: 'gone'; status: number }
  | { kind: 'failed'; cause: unknown };

/**
 * A picture of fal's: from its media hosts only, over HTTPS, no redirect followed, with limits of size and
 * time; or inline, as a data URI. `standIn` is its own media host.
 */
export async function downloadPicture(
  address: string,
  egress: Egress,
  signal?: AbortSignal,
): Promise<Download> {
  if (address.startsWith('data:')) return inline(address);
  if (!isMediaAddress(address, egress))
    return { kind: 'refused', why: 'it lies on a host that is not one of fal.ai’s' };
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(routed(address, egress), {
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    if (response.status >= 400 && response.status < 500) return { kind: 'gone', status: response.status };
    if (!response.ok || response.body === null)
      return { kind: 'failed', cause: new Error(`status ${response.status}`) };
    const parts: Uint8Array[] = [];
    let held = 0;
    for await (const part of response.body) {
      held += part.byteLength;
      if (held > mostBytes)
        return { kind: 'refused', why: `it is larger than ${mostBytes / 1024 / 1024} MB` };
      parts.push(part);
    }
    return { kind: 'bytes', bytes: Buffer.concat(parts) };
  } catch (cause) {
    return { kind: 'failed', cause };
  }
}

/** `v3.fal.media`, `fal.media` and their like; never an address with a user name or another port. */
export function isMediaAddress(address: string, { standIn }: Pick<Egress, 'standIn'>): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password, origin } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (standIn !== null && origin === new URL(standIn).origin) return true;
  return (
    protocol === 'https:' && port === '' && (hostname === 'fal.media' || hostname.endsWith('.fal.media'))
  );
}

function inline(address: string): Download {
  const comma = address.indexOf(',');
  if (!/^data:image\/[a-z+.-]+;base64$/i.test(address.slice(0, comma))) {
    return { kind: 'refused', why: 'it is not a picture' };
  }
  const bytes = Buffer.from(address.slice(comma + 1), 'base64');
  if (bytes.length > mostBytes)
    return { kind: 'refused', why: `it is larger than ${mostBytes / 1024 / 1024} MB` };
  return { kind: 'bytes', bytes };
}
