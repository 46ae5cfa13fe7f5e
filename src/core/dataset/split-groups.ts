import { createRandom } from '../random.ts';
import { type SplitName, splitNames } from './dataset.ts';
import { createDisjointSets } from './disjoint-sets.ts';

/** What the split has to know of a picture. */
export type SplitItem = {
  readonly id: number;
  /** Empty for a good picture. */
  readonly classIndexes: readonly number[];
  /** The golden photo that it shows, and photos that are nearly the same. */
  readonly goldenKey: string;
  /** The line of prompts that it was made by, if it was. */
  readonly promptKey?: string | null;
  /** Shared by pictures made from one another, or by one prompt with one seed. */
  readonly lineageKeys: readonly string[];
  /** Shared by near-duplicates. */
  readonly nearKey?: string | null;
  /** Asked to be in test, and nowhere else. */
  readonly isHeldOut?: boolean;
  /** Where it was in an earlier version: there it stays. */
  readonly before?: SplitName | null;
};

export const groupings = ['golden', 'prompt', 'picture'] as const;
export type GroupBy = (typeof groupings)[number];

/** Pictures that must not be torn apart. */
export type SplitGroup = {
  readonly items: readonly SplitItem[];
  /** The order of groups of one size, from the seed and the group's first picture. */
  readonly draw: number;
  /** The split that it has to be in, if it has. */
  readonly fixed: SplitName | null;
};

/**
 * The connected components of what pictures share: seeds and looks always, and their golden photo or line of prompts
 * if that is asked for. Held-out pictures take along what shares a seed or looks with them, and nothing else. Where an
 * earlier version had a component in several splits, it stays there in parts, new pictures with the part that is trained on.
 * Largest first, equal ones in an order drawn from `seed`.
 */
export function groupPictures(
  items: readonly SplitItem[],
  groupBy: GroupBy,
  seed: number | string,
): { groups: SplitGroup[]; torn: number } {
  const close = connect(items, ({ lineageKeys, nearKey }) => [
    ...lineageKeys.map((key) => `lineage:${key}`),
    ...(nearKey ? [`near:${nearKey}`] : []),
  ]);
  const held = new Set(items.flatMap(({ isHeldOut }, index) => (isHeldOut ? [close[index]!] : [])));
  const whole = connect(items, (item, index) => {
    const keys = [`close:${close[index]!}`];
    const isHeld = held.has(close[index]!);
    if (groupBy === 'golden') keys.push(`golden:${isHeld ? 'held ' : ''}${item.goldenKey}`);
    if (isHeld) return keys;
    if (groupBy === 'prompt' && item.promptKey) keys.push(`prompt:${item.promptKey}`);
    return keys;
  });

  const components = new Map<number, { item: SplitItem; fixed: SplitName | null }[]>();
  items.forEach((item, index) => {
    const known = components.get(whole[index]!) ?? [];
    if (known.length === 0) components.set(whole[index]!, known);
    known.push({ item, fixed: item.before ?? (held.has(close[index]!) ? 'test' : null) });
  });
  const groups: SplitGroup[] = [];
  let torn = 0;
  for (const members of components.values()) {
    const places = splitNames.filter((split) => members.some(({ fixed }) => fixed === split));
    if (places.length > 1) torn++;
    const first = places[0] ?? null;
    for (const place of places.length === 0 ? [null] : places) {
      const group = members.filter(({ fixed }) => (fixed ?? first) === place).map(({ item }) => item);
      groups.push({
        items: group,
        draw: createRandom(`${seed}/split/${group[0]!.id}`).next(),
        fixed: place,
      });
    }
  }
  groups.sort(
    (a, b) => b.items.length - a.items.length || a.draw - b.draw || a.items[0]!.id - b.items[0]!.id,
  );
  return { groups, torn };
}

/** For each item the place of the first one that it is connected to. */
function connect(
  items: readonly SplitItem[],
  keysOf: (item: SplitItem, index: number) => readonly string[],
): number[] {
  const sets = createDisjointSets(items.length);
  const firstWith = new Map<string, number>();
  items.forEach((item, index) => {
    for (const key of keysOf(item, index)) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, index);
      else sets.join(first, index);
    }
  });
  return items.map((_, index) => sets.root(index));
}
