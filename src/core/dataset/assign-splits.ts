import { type SplitName, splitNames } from './dataset.ts';
import { type GroupBy, groupPictures, type SplitItem } from './split-groups.ts';
import type { SplitRatios } from './split-ratios.ts';
import { countClass, type Dealt, reportSplit, type SplitReport } from './split-report.ts';
import { stratify } from './stratify.ts';

export type SplitOptions = {
  readonly ratios: SplitRatios;
  readonly seed: number | string;
  /** For the report, by class index. */
  readonly classNames: readonly string[];
  /**
   * `golden` keeps all pictures of one golden photo in one split, `prompt` those of one line of prompts, `picture` neither.
   * `auto`, the default, keeps golden photos together where that still gives about what was asked.
   */
  readonly groupBy?: GroupBy | 'auto';
};

/** With five golden photos of equal size the nearest to 80,10,10 is 60,20,20; with six it is 67,17,17. */
const tolerableDeviation = 0.15;

/**
 * Deals pictures out to train, val and test: the same input gives the same answer. Train and val are
 * never empty with two free pictures or more, because YOLO's readers refuse a dataset without them; test is
 * not either when it was asked for and there are three.
 *
 * Pictures of one seed and near-duplicates are never torn apart; pictures that an earlier version had stay where they
 * were. Held-out pictures are in test, and then nothing else goes there.
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
  const strictest = wanted === 'auto' ? 'golden' : wanted;
  const best = attempt(items, strictest, options);
  const obstacle = strictest === 'picture' ? null : findObstacle(items, best, options, wanted !== 'auto');
  const chosen = obstacle === null ? best : attempt(items, 'picture', options);
  const warnings: string[] = [];
  const goldens = new Set(items.map((item) => item.goldenKey)).size;
  if (chosen.groupBy !== 'golden' && items.length > 1 && items.length > goldens) {
    const why = obstacle === null ? 'as asked' : `because ${obstacle}`;
    warnings.push(
      `Pictures of one golden photo are in more than one split, ${why}: results on val and test will look ` +
        'better than on parts never seen. Add golden photos, about six or more, to keep them apart.',
    );
  }
  return { splits: chosen.splits, report: reportSplit(items, chosen, { ...options, warnings }) };
}

type Attempt = Dealt & {
  /** Groups that an earlier version had in several splits. */
  readonly torn: number;
};

function attempt(items: readonly SplitItem[], groupBy: GroupBy, options: SplitOptions): Attempt {
  const { groups, torn } = groupPictures(items, groupBy, options.seed);
  const { open, asked } = sharesBeside(items, options.ratios);
  const assigned = stratify(groups, open, requiredSplits(open));
  const splits = new Map<number, SplitName>();
  groups.forEach((group, index) => {
    for (const { id } of group.items) splits.set(id, assigned[index]!);
  });
  return { groupBy, groups: groups.length, ratios: asked, splits, torn };
}

/**
 * Where pictures are held out, test takes what they make and is closed to others: train and val share the rest.
 * `open`: of what is dealt out; `asked`: of all.
 */
function sharesBeside(
  items: readonly SplitItem[],
  ratios: SplitRatios,
): { open: SplitRatios; asked: SplitRatios } {
  const held = items.filter(({ isHeldOut }) => isHeldOut).length / Math.max(1, items.length);
  if (held === 0) return { open: ratios, asked: ratios };
  const train = ratios.train / (ratios.train + ratios.val);
  const open = { train, val: 1 - train, test: 0 };
  return { open, asked: { train: open.train * (1 - held), val: open.val * (1 - held), test: held } };
}

function requiredSplits(ratios: SplitRatios): SplitName[] {
  return splitNames.filter((split) => split !== 'test' || ratios.test > 0);
}

/** Why pictures cannot be kept apart like that, or null. Who insists on it is only refused an empty split. */
function findObstacle(
  items: readonly SplitItem[],
  { splits, groups, groupBy, ratios, torn }: Attempt,
  { classNames }: SplitOptions,
  insisted: boolean,
): string | null {
  const of = groupBy === 'golden' ? 'golden photos' : 'prompts';
  const share = shareOf(items, splits);
  const empty = requiredSplits(ratios).filter((split) => share[split] === 0);
  if (insisted ? empty.includes('val') || empty.includes('train') : empty.length > 0) {
    return `${groups === 1 ? 'one group' : `${groups} groups`} of ${of} cannot fill every split`;
  }
  if (insisted) return null;
  if (torn > 0) return 'an earlier version had them there';
  if (splitNames.some((split) => Math.abs(share[split] - ratios[split]) > tolerableDeviation)) {
    return `${groups} groups of ${of} are too few for the shares asked`;
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
