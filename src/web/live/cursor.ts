/**
 * Where a page is in the stream of a blueprint's events.
 *
 * `next`: the event follows the last one. `old`: it was seen already (the stream is replayed after a
 * reconnect). `gap`: something is missing in between, so everything has to be read anew.
 */
export type CursorStep = { readonly kind: 'next' | 'old' | 'gap'; readonly seq: number };

/** Events are numbered 1, 2, 3 … without gaps; `last` is the newest one that the page shows. */
export function stepCursor(last: number, seq: number): CursorStep {
  if (seq <= last) return { kind: 'old', seq: last };
  return { kind: seq === last + 1 ? 'next' : 'gap', seq };
}
