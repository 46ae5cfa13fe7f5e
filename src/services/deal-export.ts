import { type DatasetRequest, isUsable } from '#core/dataset/assemble-dataset.ts';
import type { SplitName } from '#core/dataset/dataset.ts';
import { dealPictures, type SplitWishes } from '#core/dataset/deal-pictures.ts';
import type { SplitRatios } from '#core/dataset/split-ratios.ts';
import { releasesOf } from '#db/releases.ts';
import type { Context } from '#context.ts';
import { candidatePicture } from './candidate-picture.ts';
import { goodPicture } from './describe-picture.ts';
import { type Exported, readRelease } from './read-exported.ts';
import { type FingerprintOrder, readFingerprints } from './read-fingerprints.ts';

export type DealWishes = Pick<SplitWishes, 'groupBy' | 'holdOut'> & {
  readonly ratios: SplitRatios;
  /** Golden images too. */
  readonly good: boolean;
};

type Parts = Pick<Context, 'db' | 'storage'>;

/** What a dataset is put together from, with what its pictures look like; without its date and its past. */
export async function datasetRequest(
  parts: Parts,
  { board, release, candidates, papers }: Exported,
  { good, ...wishes }: DealWishes,
): Promise<Omit<DatasetRequest, 'createdAt'>> {
  const orders = [
    ...candidates.map((candidate): FingerprintOrder => ({
      key: candidate.id,
      thumbnailHash: candidate.thumbnail_hash,
      width: candidate.width,
      height: candidate.height,
      boxes: candidate.instances.map(({ box }) => box),
    })),
    ...board.goldens.map((golden): FingerprintOrder => ({
      key: golden.id,
      thumbnailHash: golden.thumbnail_hash,
      width: golden.width,
      height: golden.height,
      boxes: [],
    })),
  ];
  return {
    name: board.blueprint.name,
    version: release === undefined ? 'draft' : String(release.number),
    seed: board.blueprint.settings.seed,
    classNames: board.defects.map((defect) => defect.name),
    pictures: [
      ...candidates.map((candidate) =>
        candidatePicture(candidate, { ...board, papers: papers.get(candidate.id) }),
      ),
      ...(good ? board.goldens : []).map((golden) =>
        goodPicture({ ...golden, key: golden.id, hash: golden.picture_hash }),
      ),
    ],
    fingerprints: await readFingerprints(parts, orders),
    ...wishes,
  };
}

/**
 * Where the releases before `number` had their pictures, asked for in the same way, by key: the first that had one decides
 * for all that follow. Left out: all releases. Releases never change, so this is the same at any time, on any machine.
 */
export async function splitsBefore(
  parts: Parts,
  blueprintId: string,
  number: number | undefined,
  wishes: DealWishes,
): Promise<Map<string, SplitName>> {
  const newest = (await releasesOf(parts.db, blueprintId, { limit: 1 }))[0]?.number ?? 0;
  const before = new Map<string, SplitName>();
  for (let earlier = 1; earlier < (number ?? newest + 1); earlier++) {
    const exported = await readRelease(parts.db, blueprintId, earlier);
    const request = { ...(await datasetRequest(parts, exported, wishes)), createdAt: '', before };
    const pictures = request.pictures.filter(isUsable);
    const { splits } = dealPictures(pictures, request);
    for (const [index, { key }] of pictures.entries())
      if (!before.has(key)) before.set(key, splits.get(index + 1)!);
  }
  return before;
}
