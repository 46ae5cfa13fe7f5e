import { type DatasetRequest, isUsable } from '#core/dataset/assemble-dataset.ts';
import type { SplitName } from '#core/dataset/dataset.ts';
import { dealPictures, type SplitWishes } from '#core/dataset/deal-pictures.ts';
import type { SplitRatios } from '#core/dataset/split-ratios.ts';
import { releasesOf } from '#db/releases.ts';
import type { Context } from '#context.ts';
import { type GatheredPictures, gatherPictures } from './gather-pictures.ts';

export type DealWishes = Pick<SplitWishes, 'groupBy' | 'holdOut'> & {
  readonly ratios: SplitRatios;
  /** Golden images too. */
  readonly good: boolean;
};

/** What a dataset is put together from, with what its pictures look like; without its date and its past. */
export function datasetRequest(
  { board, release, pictures, fingerprints }: GatheredPictures,
  { ratios, groupBy, holdOut }: DealWishes,
): Omit<DatasetRequest, 'createdAt'> {
  return {
    name: board.blueprint.name,
    version: release === undefined ? 'draft' : String(release.number),
    seed: board.blueprint.settings.seed,
    classNames: board.defects.map((defect) => defect.name),
    pictures,
    fingerprints,
    ratios,
    ...(groupBy !== undefined && { groupBy }),
    ...(holdOut !== undefined && { holdOut }),
  };
}

/**
 * Where the releases before `number` had their pictures, asked for in the same way, by key: the first that had one decides
 * for all that follow. Left out: all releases. Releases never change, so this is the same at any time, on any machine.
 */
export async function splitsBefore(
  parts: Pick<Context, 'db' | 'storage'>,
  blueprintId: string,
  number: number | undefined,
  wishes: DealWishes,
): Promise<Map<string, SplitName>> {
  const newest = (await releasesOf(parts.db, blueprintId, { limit: 1 }))[0]?.number ?? 0;
  const before = new Map<string, SplitName>();
  for (let earlier = 1; earlier < (number ?? newest + 1); earlier++) {
    const gathered = await gatherPictures(parts, {
      blueprintId,
      release: earlier,
      unreviewed: false,
      good: wishes.good,
      withPapers: false,
    });
    try {
      const request = { ...datasetRequest(gathered, wishes), createdAt: '', before };
      const pictures = request.pictures.filter(isUsable);
      const { splits } = dealPictures(pictures, request);
      for (const [index, { key }] of pictures.entries())
        if (!before.has(key)) before.set(key, splits.get(index + 1)!);
    } finally {
      gathered.close();
    }
  }
  return before;
}
