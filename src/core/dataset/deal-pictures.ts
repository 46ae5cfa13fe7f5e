import { assignSplits, type SplitOptions } from './assign-splits.ts';
import type { DatasetPicture, DatasetRequest } from './assemble-dataset.ts';
import type { SplitName } from './dataset.ts';
import type { Fingerprint } from './fingerprint.ts';
import { findHeldOut, type HoldOut, nameHoldOut } from './hold-out.ts';
import { linkNearDuplicates } from './near-duplicates.ts';
import type { SplitItem } from './split-groups.ts';
import type { SplitReport } from './split-report.ts';

/** By key. */
type Fingerprints = { get(key: string): Fingerprint | undefined };

/** What a split can be told, beside shares and seed. */
export type SplitWishes = {
  readonly groupBy?: SplitOptions['groupBy'];
  readonly holdOut?: readonly HoldOut[];
  /** Where earlier versions had pictures, by key: there they stay. */
  readonly before?: ReadonlyMap<string, SplitName>;
  /** Of pictures and golden images, by key; without them nothing looks alike. */
  readonly fingerprints?: Fingerprints;
};

/** `pictures` of the request are numbered from 1, in their order. */
export function dealPictures(
  pictures: readonly DatasetPicture[],
  { ratios, seed, classNames, ...wishes }: Omit<DatasetRequest, 'pictures'>,
): { splits: ReadonlyMap<number, SplitName>; report: SplitReport; nearSets: readonly number[] } {
  const holdOuts = wishes.holdOut ?? [];
  const held = holdOuts.map((holdOut) => findHeldOut(pictures, holdOut));
  const goldenKeys = joinGoldens(pictures, wishes.fingerprints);
  const nearSets = linkNearDuplicates(
    Iterator.from(pictures).map(({ key, width, height, instances, goldenKey }) => ({
      width,
      height,
      instances,
      goldenKey: goldenKeys.get(goldenKey)!,
      fingerprint: wishes.fingerprints?.get(key) ?? null,
    })),
  );
  const sizes = new Map<number, number>();
  for (const set of nearSets) sizes.set(set, (sizes.get(set) ?? 0) + 1);
  const items = pictures.map(({ key, instances, goldenKey, promptKey, lineageKeys }, index): SplitItem => ({
    id: index + 1,
    classIndexes: instances.map(({ classIndex }) => classIndex),
    goldenKey: goldenKeys.get(goldenKey)!,
    promptKey: promptKey ?? null,
    lineageKeys: lineageKeys ?? [],
    nearKey: sizes.get(nearSets[index]!)! > 1 ? String(nearSets[index]) : null,
    isHeldOut: held.some((found) => found[index]),
    before: wishes.before?.get(key) ?? null,
  }));
  const { splits, report } = assignSplits(items, { ratios, seed, classNames, groupBy: wishes.groupBy });
  const nothing = holdOuts.filter((_, nth) => !held[nth]!.includes(true)).map(nameHoldOut);
  const warnings = [
    ...nothing.map((name) => `Nothing is held out by "${name}": no picture is of it.`),
    ...report.warnings,
    ...(isHeldGoldenElsewhere(items, splits)
      ? [
          'Test holds what was held out, and nothing else; pictures of the same golden images may be in train or val.',
        ]
      : []),
  ];
  return { splits, report: { ...report, warnings }, nearSets };
}

/** Whether a golden image is in test by what was held out, and in train or val too. */
function isHeldGoldenElsewhere(items: readonly SplitItem[], splits: ReadonlyMap<number, SplitName>): boolean {
  const held = new Set(items.filter(({ isHeldOut }) => isHeldOut).map(({ goldenKey }) => goldenKey));
  return items.some(({ id, goldenKey }) => held.has(goldenKey) && splits.get(id) !== 'test');
}

/** Photos that are nearly the same count as one: by key, the key of the first of them. */
function joinGoldens(
  pictures: readonly DatasetPicture[],
  fingerprints: Fingerprints | undefined,
): Map<string, string> {
  const keys = [...new Set(pictures.map(({ goldenKey }) => goldenKey))];
  const sets = linkNearDuplicates(
    keys.map((goldenKey) => ({
      width: 1,
      height: 1,
      goldenKey,
      instances: [],
      fingerprint: fingerprints?.get(goldenKey) ?? null,
    })),
  );
  return new Map(keys.map((key, index) => [key, keys[sets[index]!]!]));
}
