import { type SplitName, splitNames } from './dataset.ts';
import type { SplitGroup } from './split-groups.ts';
import type { SplitRatios } from './split-ratios.ts';

/**
 * Which split each group goes to, by iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011)
 * over groups: the rarest class first, its largest group to the split that lacks most of the class.
 * Good pictures count as a class of their own, dealt out last, so that every split gets its share.
 *
 * No split that `required` names stays empty as long as there are groups enough; the first named go first.
 */
export function stratify(
  groups: readonly SplitGroup[],
  ratios: SplitRatios,
  required: readonly SplitName[],
): SplitName[] {
  const labelsOf = groups.map(({ items }) => countLabels(items));
  const totals = new Map<string, number>();
  for (const labels of labelsOf) {
    for (const [label, count] of labels) totals.set(label, (totals.get(label) ?? 0) + count);
  }
  const missing = new Map<string, Record<SplitName, number>>();
  for (const [label, total] of totals) missing.set(label, shares(total, ratios));
  const pictures = groups.reduce((sum, { items }) => sum + items.length, 0);
  const missingPictures = shares(pictures, ratios);

  const order = [...totals.keys()].sort(
    (a, b) => Number(a === good) - Number(b === good) || totals.get(a)! - totals.get(b)! || (a < b ? -1 : 1),
  );
  const result: (SplitName | undefined)[] = groups.map(() => undefined);
  for (const label of order) {
    groups.forEach((group, index) => {
      if (result[index] !== undefined || !labelsOf[index]!.has(label)) return;
      const split = neediest(missing.get(label)!, missingPictures, ratios);
      result[index] = split;
      missingPictures[split] -= group.items.length;
      for (const [other, count] of labelsOf[index]!) missing.get(other)![split] -= count;
    });
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
    const rich = splitNames.filter((split) => size(split) > 1);
    // With fewer groups than splits, train goes before val, and val before test.
    const donor =
      rich.length > 0
        ? rich.reduce((a, b) => (missingPictures[b] < missingPictures[a] ? b : a))
        : splitNames.slice(splitNames.indexOf(empty) + 1).findLast((split) => size(split) === 1);
    if (donor === undefined) continue;
    // Groups come largest first.
    const moved = result.lastIndexOf(donor);
    result[moved] = empty;
    missingPictures[donor] += groups[moved]!.items.length;
    missingPictures[empty] -= groups[moved]!.items.length;
  }
  return result;
}
