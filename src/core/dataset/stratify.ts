import { type SplitName, splitNames } from './dataset.ts';
import type { SplitGroup } from './split-groups.ts';
import type { SplitRatios } from './split-ratios.ts';

/**
 * Which split each group goes to, by iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011)
 * over groups: the rarest class first, its largest group to the split that lacks most of the class.
 * Good pictures count as a class of their own, dealt out last, so that every split gets its share. Groups with a fixed
 * split are counted first, and stay there.
 *
 * No split that `required` names stays empty as long as there are groups enough; the first named go first.
 */
export function stratify(
  groups: readonly SplitGroup[],
  ratios: SplitRatios,
  required: readonly SplitName[],
): SplitName[] {
  const labelsOf = groups.map(({ items }) => countLabels(items));
  // What has its place in a split without a share is not part of what is dealt out.
  const isDealt = ({ fixed }: SplitGroup): boolean => fixed === null || ratios[fixed] > 0;
  const totals = new Map<string, number>();
  for (const [index, labels] of labelsOf.entries()) {
    for (const [label] of labels) if (!totals.has(label)) totals.set(label, 0);
    if (!isDealt(groups[index]!)) continue;
    for (const [label, count] of labels) totals.set(label, (totals.get(label) ?? 0) + count);
  }
  const missing = new Map<string, Record<SplitName, number>>();
  for (const [label, total] of totals) missing.set(label, shares(total, ratios));
  const pictures = groups.filter(isDealt).reduce((sum, { items }) => sum + items.length, 0);
  const missingPictures = shares(pictures, ratios);

  const order = [...totals.keys()].sort(
    (a, b) => Number(a === good) - Number(b === good) || totals.get(a)! - totals.get(b)! || (a < b ? -1 : 1),
  );
  const result: (SplitName | undefined)[] = groups.map(() => undefined);
  const put = (index: number, split: SplitName): void => {
    result[index] = split;
    missingPictures[split] -= groups[index]!.items.length;
    for (const [label, count] of labelsOf[index]!) missing.get(label)![split] -= count;
  };
  for (const [index, { fixed }] of groups.entries()) if (fixed !== null) put(index, fixed);
  for (const label of order) {
    for (const [index, labels] of labelsOf.entries()) {
      if (result[index] !== undefined || !labels.has(label)) continue;
      put(index, neediest(missing.get(label)!, missingPictures, ratios));
    }
  }
  return fillRequired(groups, result as SplitName[], required, missingPictures);
}

const good = 'good';

function countLabels(items: SplitGroup['items']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { classIndexes } of items) {
    const labels =
      classIndexes.length === 0 ? [good] : new Set(classIndexes.map((index) => `class ${index}`));
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

function shares(total: number, ratios: SplitRatios): Record<SplitName, number> {
  return { train: total * ratios.train, val: total * ratios.val, test: total * ratios.test };
}

function neediest(
  first: Record<SplitName, number>,
  second: Record<SplitName, number>,
  ratios: SplitRatios,
): SplitName {
  // Sums of shares carry rounding errors: what differs by less than this is a tie.
  const tie = 1e-9;
  const open = splitNames.filter((split) => ratios[split] > 0);
  return open.reduce((best, split) => {
    const difference = first[split] - first[best];
    if (Math.abs(difference) > tie) return difference > 0 ? split : best;
    return second[split] - second[best] > tie ? split : best;
  });
}

/** Moves a smallest group into each required split that is empty, from the one that has most to spare. */
function fillRequired(
  groups: readonly SplitGroup[],
  assigned: SplitName[],
  required: readonly SplitName[],
  missingPictures: Record<SplitName, number>,
): SplitName[] {
  const result = assigned.slice();
  for (const empty of required) {
    if (result.includes(empty)) continue;
    const size = (split: SplitName): number => result.filter((other) => other === split).length;
    const mayMove = (split: SplitName): boolean => lastMovable(groups, result, split) >= 0;
    const rich = splitNames.filter((split) => size(split) > 1 && mayMove(split));
    // With fewer groups than splits, train goes before val, and val before test.
    const donor =
      rich.length > 0
        ? rich.reduce((a, b) => (missingPictures[b] < missingPictures[a] ? b : a))
        : splitNames
            .slice(splitNames.indexOf(empty) + 1)
            .findLast((split) => size(split) === 1 && mayMove(split));
    if (donor === undefined) continue;
    const moved = lastMovable(groups, result, donor);
    result[moved] = empty;
    missingPictures[donor] += groups[moved]!.items.length;
    missingPictures[empty] -= groups[moved]!.items.length;
  }
  return result;
}

/** Groups come largest first, so the last is a smallest. */
function lastMovable(
  groups: readonly SplitGroup[],
  assigned: readonly SplitName[],
  split: SplitName,
): number {
  return groups.findLastIndex(({ fixed }, index) => fixed === null && assigned[index] === split);
}
