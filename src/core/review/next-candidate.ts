import type { Verdict } from './decision.ts';

/** A picture in the review list, in the order shown. */
export type ReviewItem = { readonly id: string; readonly verdict: Verdict };

/**
 * Where the focus goes after deciding on `currentId`: to the next undecided picture, from the end on from
 * the start; when none is left it stays.
 */
export function nextUndecided(items: readonly ReviewItem[], currentId: string): string {
  const at = items.findIndex(({ id }) => id === currentId);
  const others = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))];
  return others.find(({ verdict }) => verdict === 'undecided')?.id ?? currentId;
}

/**
 * Where the focus goes when `removedIds` leave the list: the focused picture if it stays, else the one
 * after it, at the end the one before it. `items` is the list as it was; `null` when nothing is left.
 */
export function focusAfterRemoval(
  items: readonly { readonly id: string }[],
  currentId: string,
  removedIds: ReadonlySet<string>,
): string | null {
  const at = items.findIndex(({ id }) => id === currentId);
  const stays = ({ id }: { readonly id: string }): boolean => !removedIds.has(id);
  return (
    (items.slice(Math.max(at, 0)).find(stays) ?? items.slice(0, Math.max(at, 0)).findLast(stays))?.id ?? null
  );
}

/** The picture `step` places further, stopping at both ends; the first when `currentId` is not in the list. */
export function stepFocus(
  items: readonly { readonly id: string }[],
  currentId: string | null,
  step: number,
): string | null {
  const at = items.findIndex(({ id }) => id === currentId);
  const to = at === -1 ? 0 : Math.min(Math.max(at + step, 0), items.length - 1);
  return items[to]?.id ?? null;
}
