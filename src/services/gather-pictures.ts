import type { DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import { createFingerprintTable, type FingerprintTable } from '#core/dataset/fingerprint-table.ts';
import type { KnownContrast } from '#core/dataset/health/describe-health.ts';
import type { Db, Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { candidatePicture, contrastsOf } from './candidate-picture.ts';
import { goodPicture } from './describe-picture.ts';
import { createPictureSpool } from './picture-spool.ts';
import { type Exported, type ExportedCandidate, readDraft, readRelease } from './read-exported.ts';
import { readFingerprints } from './read-fingerprints.ts';

/** All pictures of an export, some hundred bytes of each in memory. */
export type GatheredPictures = Exported & {
  /** In the order of the dataset. */
  pictures: DatasetPicture[];
  /** Of all of them, and of their golden images. */
  fingerprints: FingerprintTable;
  /** By key. */
  contrastsOf(key: string): readonly KnownContrast[];
  /** Gives back what they take on the disk: nothing of them can be read any more. */
  readonly close: () => void;
};

type Which = {
  blueprintId: string;
  /** Left out: what is approved now. */
  release: number | undefined;
  /** Of a draft: what waits for a decision too. */
  unreviewed: boolean;
  /** Golden images too. */
  good: boolean;
  /** Approvers and models too, which only the files of an export show. */
  withPapers: boolean;
  /** Rows that are read at once. */
  pageSize?: number;
};

const batchSize = 500;

/** Reads candidates some hundred at a time, and puts what is long in them away. Throws what reading a release throws. */
export async function gatherPictures(
  parts: Pick<Context, 'db' | 'storage'>,
  { blueprintId, release, unreviewed, good, withPapers, pageSize = batchSize }: Which,
): Promise<GatheredPictures> {
  const spool = createPictureSpool();
  try {
    const pictures: DatasetPicture[] = [];
    const thumbnails: string[] = [];
    const contrasts = new Map<string, readonly KnownContrast[]>();
    const take = (rows: ExportedCandidate[], board: Exported['board']): void => {
      for (const { candidate, papers } of rows) {
        pictures.push(spool.add(candidatePicture(candidate, { ...board, papers })));
        thumbnails.push(candidate.thumbnail_hash);
        const known = contrastsOf(candidate, board.defects);
        if (known.length > 0) contrasts.set(candidate.id, known);
      }
    };
    const exported = await inOneView(parts.db, (trx) =>
      release === undefined
        ? readDraft(trx, { blueprintId, unreviewed }, { pageSize, withPapers }, take)
        : readRelease(trx, { blueprintId, number: release }, { pageSize, withPapers }, take),
    );
    const { goldens } = exported.board;
    const photos = goldens.map((golden) =>
      goodPicture({ ...golden, key: golden.id, hash: golden.picture_hash }),
    );
    const seen = [...pictures, ...photos];
    thumbnails.push(...goldens.map((golden) => golden.thumbnail_hash));
    return {
      ...exported,
      pictures: good ? seen : pictures,
      fingerprints: await fingerprintsOf(parts, seen, thumbnails),
      contrastsOf: (key) => contrasts.get(key) ?? [],
      // A closure of this function would keep all pictures as long as the plan is there.
      close: spool.close,
    };
  } catch (error) {
    spool.close();
    throw error;
  }
}

/** All that is read is of one moment. */
function inOneView<T>(db: Db, read: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

async function fingerprintsOf(
  parts: Pick<Context, 'db' | 'storage'>,
  pictures: readonly DatasetPicture[],
  thumbnails: readonly string[],
): Promise<FingerprintTable> {
  const table = createFingerprintTable();
  for (let at = 0; at < pictures.length; at += batchSize) {
    const orders = pictures.slice(at, at + batchSize).map(({ key, width, height, instances }, nth) => ({
      key,
      thumbnailHash: thumbnails[at + nth]!,
      width,
      height,
      boxes: instances.map(({ region }) => region.box),
    }));
    for (const [key, fingerprint] of await readFingerprints(parts, orders)) table.set(key, fingerprint);
  }
  return table;
}
