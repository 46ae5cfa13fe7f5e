import type { Verdict } from '#contract/candidate.ts';

type Listed = { readonly id: string; readonly verdict: Verdict };

/**
 * The pictures a reviewer goes through. One that was decided on in this sitting stays in its place, marked,
 * so that nothing moves under the hand and a step back shows what was just decided; so does the picture
 * that the address names.
 */
export function reviewList<C extends Listed>(
  all: readonly C[],
  verdict: Verdict | undefined,
  kept: ReadonlySet<string>,
  named: string | undefined,
): C[] {
  if (verdict === undefined) return [...all];
  return all.filter((item) => item.verdict === verdict || kept.has(item.id) || item.id === named);
}

/** The ids from one picture to another, whichever comes first, both included. */
export function idsBetween(items: readonly { readonly id: string }[], from: string, to: string): string[] {
  const a = items.findIndex(({ id }) => id === from);
  const b = items.findIndex(({ id }) => id === to);
  if (a === -1 || b === -1) return b === -1 ? [] : [to];
  return items.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id);
}
