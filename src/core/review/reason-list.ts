import { checkName, nameKey } from '../blueprint/names.ts';
import { rejectReasons } from './decision.ts';

/** One reason of a defect's list. Its id never changes; a retired one is no longer offered, and still means what it meant. */
export type ListedReason = { readonly id: string; readonly label: string; readonly isRetired: boolean };

/** There are nine digits to choose by. */
export const mostReasons = 9;
/** Retired ones stay; this many were never meant. */
const mostEver = 200;
const longestLabel = 40;

export const usualReasons: readonly ListedReason[] = rejectReasons.map((reason) => ({
  ...reason,
  isRetired: false,
}));

export type ReasonsChange =
  | { readonly ok: true; readonly list: readonly ListedReason[] }
  | { readonly ok: false; readonly message: string };

/**
 * The list after a change: `wanted` are those that are offered from now on, in order, each with its id or, without one,
 * new. Those of the list that are not named are retired. `message` is one sentence.
 */
export function changeReasons(
  list: readonly ListedReason[],
  wanted: readonly { readonly id?: string | undefined; readonly label: string }[],
): ReasonsChange {
  if (wanted.length === 0 || wanted.length > mostReasons) {
    return refuse(`A defect has 1 to ${mostReasons} reasons, one for each digit key.`);
  }
  const offered: ListedReason[] = [];
  const ids = new Set(list.map((reason) => reason.id));
  const named = new Set<string>();
  const labels = new Set<string>();
  for (const { id, label } of wanted) {
    const checked = checkName(label);
    if (!checked.ok || checked.value.length > longestLabel) {
      return refuse(`A reason has 1 to ${longestLabel} visible characters; shorten or fill it in.`);
    }
    const key = nameKey(checked.value);
    if (labels.has(key)) return refuse(`Two reasons are called “${checked.value}”; name them differently.`);
    labels.add(key);
    if (id !== undefined && (!list.some((reason) => reason.id === id) || named.has(id))) {
      return refuse('One of these reasons is not in the list of this defect; reload, and change it again.');
    }
    const kept = id ?? newId(checked.value, ids);
    ids.add(kept);
    named.add(kept);
    offered.push({ id: kept, label: checked.value, isRetired: false });
  }
  const retired = list
    .filter(({ id }) => !named.has(id))
    .map((reason) => ({ id: reason.id, label: reason.label, isRetired: true }));
  if (offered.length + retired.length > mostEver) {
    return refuse(`This defect has had ${mostEver} reasons; take a retired one back and rename it.`);
  }
  return { ok: true, list: [...offered, ...retired] };
}

/** Words of the label, so that exports can be read without the list; numbered where that is taken. */
function newId(label: string, taken: ReadonlySet<string>): string {
  const words =
    label
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const base = words.join('-').slice(0, longestLabel) || 'reason';
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** A reason in words; one that no list knows keeps its id. */
export function reasonLabel(list: readonly { id: string; label: string }[], id: string): string {
  return (
    (list.find((reason) => reason.id === id) ?? usualReasons.find((reason) => reason.id === id))?.label ?? id
  );
}

function refuse(message: string): ReasonsChange {
  return { ok: false, message };
}
