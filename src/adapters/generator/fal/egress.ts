import { AppError } from '#core/app-error.ts';

/** How requests leave this machine: not at all, to fal, or to a server that stands in for it. */
export type Egress = {
  /** Every outbound call is an error. */
  readonly forbidden: boolean;
  /** `http://localhost:4390`: a server that speaks fal's protocol, hosts as the first part of the path. */
  readonly standIn: string | null;
};

export class EgressForbidden extends AppError {
  constructor() {
    super(
      'bad_request',
      'Nothing may leave this machine (NO_EGRESS is set): use the built-in renderer, or start without NO_EGRESS.',
    );
    this.name = 'EgressForbidden';
  }
}

/**
 * Where a URL of fal's really goes: `https://queue.fal.run/x` is `<stand-in>/queue.fal.run/x`. Addresses that
 * the stand-in gave out are its own and stay. Throws `EgressForbidden`.
 */
export function routed(url: string, { forbidden, standIn }: Egress): string {
  if (forbidden) throw new EgressForbidden();
  if (standIn === null || url.startsWith(`${standIn}/`)) return url;
  const { host, pathname, search } = new URL(url);
  return `${standIn}/${host}${pathname}${search}`;
}
