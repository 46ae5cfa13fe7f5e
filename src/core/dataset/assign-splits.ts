import { type SplitName, splitNames } from './dataset.ts';
import { type GroupBy, groupPictures, type SplitItem } from './split-groups.ts';
import type { SplitRatios } from './split-ratios.ts';
import { stratify } from './stratify.ts';

export type SplitOptions = {
  readonly ratios: SplitRatios;
  readonly seed: number | string;
  /** For the report, by class index. */
  readonly classNames: readonly string[];
  /**
   * `golden` keeps all pictures of one golden photo in one split, `picture` does not. `auto`, the default,
   * keeps them together where that still gives about what was asked.
   */
  readonly groupBy?: GroupBy | 'auto';
};

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
  /** One sentence each. */
  readonly warnings: readonly string[];
};

/** With five golden photos of equal size the nearest to 80,10,10 is 60,20,20; with six it is 67,17,17. */
const tolerableDeviation = 0.15;

/**
 * Deals pictures out to train, val and test: the same input gives the same answer. Train and val are
 * never empty with two pictures or more, because YOLO's readers refuse a dataset without them; test is
 * not either when it was asked for and there are three.
 *
 * `auto` groups by golden photo when every split then gets pictures, the shares are at most 15 points off,
 * and every class that has two pictures is in train and in val or test. Otherwise near-equal pictures of one photo
 * land on both sides, and the report says so.
 */
export function assignSplits(
  items: readonly SplitItem[],
  options: SplitOptions,
): { splits: ReadonlyMap<number, SplitName>; report: SplitReport } {
  const wanted = options.groupBy ?? 'auto';
  const byGolden = attempt(items, 'golden', options);
  const obstacle = wanted === 'picture' ? null : findObstacle(items, byGolden, options, wanted === 'golden');
  const keepGolden = wanted !== 'picture' && obstacle === null;
  const chosen = keepGolden ? byGolden : attempt(items, 'picture', options);
  const warnings: string[] = [];
  const goldens = new Set(items.map((item) => item.goldenKey)).size;
  if (!keepGolden && items.length > 1 && items.length > goldens) {
    const why = obstacle === null ? 'as asked' : `because ${obstacle}`;
    warnings.push(
      `Pictures of one golden photo are in more than one split, ${why}: results on val and test will look ` +
        'better than on parts never seen. Add golden photos, about six or more, to keep them apart.',
    );
  }
  return { splits: chosen.splits, report: describe(items, chosen, options, warnings) };
}

type Attempt = {
  readonly groupBy: GroupBy;
  readonly groups: number;
  readonly splits: ReadonlyMap<number, SplitName>;
};

function attempt(items: readonly SplitItem[], groupBy: GroupBy, options: SplitOptions): Attempt {
  const groups = groupPictures(items, groupBy, options.seed);
  const assigned = stratify(groups, options.ratios, requiredSplits(options.ratios));
  const splits = new Map<number, SplitName>();
  groups.forEach((group, index) => {
    for (const { id } of group.items) splits.set(id, assigned[index]!);
  });
  return { groupBy, groups: groups.length, splits };
}

function requiredSplits(ratios: SplitRatios): SplitName[] {
  return splitNames.filter((split) => split !== 'test' || ratios.test > 0);
}

/** Why the golden photos cannot be kept apart, or null. Who insists on it is only refused an empty split. */
function findObstacle(
  items: readonly SplitItem[],
  { splits, groups }: Attempt,
  { ratios, classNames }: SplitOptions,
  insisted: boolean,
): string | null {
  const share = shareOf(items, splits);
  const empty = requiredSplits(ratios).filter((split) => share[split] === 0);
  if (insisted ? empty.includes('val') || empty.includes('train') : empty.length > 0) {
    return `${groups === 1 ? 'one group' : `${groups} groups`} of golden photos cannot fill every split`;
  }
  if (insisted) return null;
  if (splitNames.some((split) => Math.abs(share[split] - ratios[split]) > tolerableDeviation)) {
    return `${groups} groups of golden photos are too few for the shares asked`;
  }
  for (const [index, name] of classNames.entries()) {
    const counts = countClass(items, splits, index);
    if (counts.train + counts.val + counts.test < 2) continue;
    if (counts.train === 0 || counts.val + counts.test === 0) return `"${name}" is on too few golden photos`;
  }
  return null;
}

function shareOf(
  items: readonly SplitItem[],
  splits: ReadonlyMap<number, SplitName>,
): Record<SplitName, number> {
  const share = { train: 0, val: 0, test: 0 };
  for (const { id } of items) share[splits.get(id)!] += 1 / items.length;
  return share;
}

function countClass(
  items: readonly SplitItem[],
  splits: ReadonlyMap<number, SplitName>,
  classIndex: number,
): Record<SplitName, number> {
  const counts = { train: 0, val: 0, test: 0 };
  for (const { id, classIndexes } of items) if (classIndexes.includes(classIndex)) counts[splits.get(id)!]++;
  return counts;
}

function describe(
  items: readonly SplitItem[],
  { groupBy, groups, splits }: Attempt,
  { ratios, classNames }: SplitOptions,
  warnings: string[],
): SplitReport {
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
  const classes = classNames.map((name, index) => ({ name, ...countClass(items, splits, index) }));
  const percent = (share: number): string => `${Math.round(share * 100)}`;
  if (splitNames.some((split) => Math.abs(rows[split].share - ratios[split]) > 0.05)) {
    const asked = splitNames.map((split) => percent(ratios[split])).join(',');
    const got = splitNames.map((split) => percent(rows[split].share)).join(',');
    warnings.push(
      `Asked for a split of ${asked}, got ${got}: ${items.length} pictures are dealt out in ${groups} groups.`,
    );
  }
  if (items.length === 1) warnings.push('One picture fills only one split: it is in train.');
  const used = splitNames.filter((split) => rows[split].images > 0);
  for (const { name, ...counts } of classes) {
    const without = used.filter((split) => counts[split] === 0);
    if (without.length > 0) warnings.push(`No picture of "${name}" is in ${without.join(' or ')}.`);
  }
  return { groupBy, groups, splits: rows, classes, warnings };
}
