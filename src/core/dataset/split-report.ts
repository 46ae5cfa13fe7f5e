import { type SplitName, splitNames } from './dataset.ts';
import type { GroupBy, SplitItem } from './split-groups.ts';
import type { SplitRatios } from './split-ratios.ts';

/** What was asked of a split, and what came out. */
export type SplitReport = {
  readonly groupBy: GroupBy;
  readonly groups: number;
  /** Shares are parts of all pictures, 0 to 1. */
  readonly splits: Readonly<
    Record<
      SplitName,
      { readonly asked: number; readonly share: number; readonly images: number; readonly good: number }
    >
  >;
  /** Pictures that show the class. */
  readonly classes: readonly ({ readonly name: string } & Readonly<Record<SplitName, number>>)[];
  /** Pictures in test because they were held out, or share a seed or looks with one that was. */
  readonly heldOut: number;
  /** Pictures that are where an earlier version had them. */
  readonly kept: number;
  /** Sets of pictures that look alike. */
  readonly nearDuplicates: { readonly sets: number; readonly pictures: number };
  /** What is in more than one split: golden images, lines of one seed, sets of near-duplicates. */
  readonly leaks: { readonly goldens: number; readonly seeds: number; readonly nearDuplicates: number };
  /** One sentence each. */
  readonly warnings: readonly string[];
};

export type Dealt = {
  readonly groupBy: GroupBy;
  readonly groups: number;
  readonly ratios: SplitRatios;
  readonly splits: ReadonlyMap<number, SplitName>;
};

/** `warnings` come first; those that follow from the numbers are added. */
export function reportSplit(
  items: readonly SplitItem[],
  { groupBy, groups, ratios, splits }: Dealt,
  options: { readonly classNames: readonly string[]; readonly warnings: readonly string[] },
): SplitReport {
  const warnings = [...options.warnings];
  const row = (split: SplitName): SplitReport['splits'][SplitName] => {
    const inside = items.filter(({ id }) => splits.get(id) === split);
    const good = inside.filter(({ classIndexes }) => classIndexes.length === 0).length;
    return {
      asked: ratios[split],
      share: inside.length / Math.max(1, items.length),
      images: inside.length,
      good,
    };
  };
  const rows = { train: row('train'), val: row('val'), test: row('test') };
  const classes = options.classNames.map((name, index) => ({ name, ...countClass(items, splits, index) }));
  const percent = (share: number): string => `${Math.round(share * 100)}`;
  if (splitNames.some((split) => Math.abs(rows[split].share - ratios[split]) > 0.05)) {
    const asked = splitNames.map((split) => percent(ratios[split])).join(',');
    const got = splitNames.map((split) => percent(rows[split].share)).join(',');
    warnings.push(
      `Asked for a split of ${asked}, got ${got}: ${items.length} pictures are dealt out in ${groups} groups.`,
    );
  }
  if (items.length === 1) warnings.push('One picture fills only one split: it is in train.');
  if (rows.train.images === 0 && items.length > 1)
    warnings.push('Nothing is in train: what is left was in val or test of an earlier release.');
  const used = splitNames.filter((split) => rows[split].images > 0);
  for (const { name, ...counts } of classes) {
    const without = used.filter((split) => counts[split] === 0);
    if (without.length > 0) warnings.push(`No picture of "${name}" is in ${without.join(' or ')}.`);
  }
  const sets = Map.groupBy(
    items.filter(({ nearKey }) => nearKey),
    ({ nearKey }) => nearKey,
  );
  const alike = [...sets.values()].filter((set) => set.length > 1);
  const across = (keysOf: (item: SplitItem) => readonly string[]): number => spread(items, splits, keysOf);
  const leaks = {
    goldens: across(({ goldenKey }) => [goldenKey]),
    seeds: across(({ lineageKeys }) => lineageKeys),
    nearDuplicates: across(({ nearKey }) => (nearKey ? [nearKey] : [])),
  };
  if (leaks.nearDuplicates + leaks.seeds > 0) {
    warnings.push(
      `Pictures that look alike or share a seed are in more than one split, since an earlier version had them there: ${leaks.nearDuplicates + leaks.seeds} sets.`,
    );
  }
  return {
    groupBy,
    groups,
    splits: rows,
    classes,
    heldOut: items.filter(({ id, isHeldOut }) => isHeldOut && splits.get(id) === 'test').length,
    kept: items.filter(({ id, before }) => before && before === splits.get(id)).length,
    nearDuplicates: { sets: alike.length, pictures: alike.reduce((sum, set) => sum + set.length, 0) },
    leaks,
    warnings,
  };
}

/** Pictures of the class in each split. */
export function countClass(
  items: readonly SplitItem[],
  splits: ReadonlyMap<number, SplitName>,
  classIndex: number,
): Record<SplitName, number> {
  const counts = { train: 0, val: 0, test: 0 };
  for (const { id, classIndexes } of items) if (classIndexes.includes(classIndex)) counts[splits.get(id)!]++;
  return counts;
}

/** How many keys belong to pictures of more than one split. */
function spread(
  items: readonly SplitItem[],
  splits: ReadonlyMap<number, SplitName>,
  keysOf: (item: SplitItem) => readonly string[],
): number {
  const places = new Map<string, SplitName | 'several'>();
  for (const item of items) {
    const split = splits.get(item.id)!;
    for (const key of keysOf(item)) {
      const known = places.get(key) ?? split;
      places.set(key, known === split ? split : 'several');
    }
  }
  return [...places.values()].filter((place) => place === 'several').length;
}
