import { createRandom } from '../random.ts';

/** What the split has to know of a picture. */
export type SplitItem = {
  readonly id: number;
  /** Empty for a good picture. */
  readonly classIndexes: readonly number[];
  /** The golden photo that it shows. */
  readonly goldenKey: string;
  /** Shared by pictures made from one another, or by one prompt with one seed. */
  readonly lineageKeys: readonly string[];
};

export type GroupBy = 'golden' | 'picture';

/** Pictures that must not be torn apart. */
export type SplitGroup = {
  readonly items: readonly SplitItem[];
  /** The order of groups of one size, from the seed and the group's first picture. */
  readonly draw: number;
};

/**
 * The connected components of what pictures share: their golden photo and lineage, or with `picture`
 * the lineage alone. Largest first, equal ones in an order drawn from `seed`.
 */
export function groupPictures(
  items: readonly SplitItem[],
  groupBy: GroupBy,
  seed: number | string,
): SplitGroup[] {
  const parents = items.map((_, index) => index);
  const root = (index: number): number => {
    while (parents[index] !== index) index = parents[index] = parents[parents[index]!]!;
    return index;
  };
  const firstWith = new Map<string, number>();
  items.forEach((item, index) => {
    const keys = item.lineageKeys.map((key) => `lineage:${key}`);
    if (groupBy === 'golden') keys.push(`golden:${item.goldenKey}`);
    for (const key of keys) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, index);
      else {
        const [a, b] = [root(first), root(index)];
        parents[Math.max(a, b)] = Math.min(a, b);
      }
    }
  });
  const members = new Map<number, SplitItem[]>();
  items.forEach((item, index) => {
    const at = root(index);
    const known = members.get(at);
    if (known) known.push(item);
    else members.set(at, [item]);
  });
  const groups = [...members.values()].map((group) => ({
    items: group,
    draw: createRandom(`${seed}/split/${group[0]!.id}`).next(),
  }));
  return groups.sort(
    (a, b) => b.items.length - a.items.length || a.draw - b.draw || a.items[0]!.id - b.items[0]!.id,
  );
}
