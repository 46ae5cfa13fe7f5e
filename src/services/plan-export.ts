import { AppError } from '#core/app-error.ts';
import { type AssembledDataset, assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { checksumLine, pictureChecksumsName } from '#core/dataset/checksum-file.ts';
import { isSynthetic } from '#core/dataset/dataset.ts';
import { parseFormats } from '#core/dataset/export-format.ts';
import { type FormatOptions, readFormatOptions } from '#core/dataset/format-options.ts';
import type { Grouping } from '#core/dataset/grouping-words.ts';
import { parseHoldOut } from '#core/dataset/hold-out.ts';
import { describeHealth } from '#core/dataset/health/describe-health.ts';
import type { Health } from '#core/dataset/health/health.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { type DatasetPlan, planDataset } from '#core/dataset/plan-dataset.ts';
import { type PlannedFile, textFile } from '#core/dataset/planned-file.ts';
import { slugify } from '#core/dataset/slug.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import type { Db, Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { contrastsOf } from './candidate-picture.ts';
import { type DealWishes, datasetRequest, splitsBefore } from './deal-export.ts';
import { readDraft, readRelease } from './read-exported.ts';

export type ExportOptions = Partial<FormatOptions> & {
  formats: string;
  split: string;
  groupBy?: Grouping;
  holdOut?: string;
  good: boolean;
  unreviewed: boolean;
  release?: number;
  /** False: annotations only. */
  pictures?: boolean;
};

/** All that is read is of one moment. */
function inOneView<T>(db: Db, read: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

export type PlannedExport = {
  assembled: AssembledDataset;
  /** Without what waits for a decision. */
  health: Health;
  plan: DatasetPlan;
  /** One sentence each: what is left out or changed, and what to beware of. */
  warnings: string[];
  /** Without extension; ASCII. */
  baseName: string;
  /** The stored object that holds an image's bytes. */
  hashOf(imageId: number): string;
};

/**
 * What an export holds, down to every file. Throws when nothing would be in it, or when an option is not
 * one. A release gives the same plan for ever; a draft is what is approved at this moment.
 */
export async function planExport(
  context: Pick<Context, 'db' | 'now' | 'storage'>,
  blueprintId: string,
  options: ExportOptions,
): Promise<PlannedExport> {
  const formats = parseFormats(options.formats);
  const formatOptions = readFormatOptions(options);
  const ratios = parseSplit(options.split);
  const exported = await inOneView(context.db, (trx) =>
    options.release === undefined
      ? readDraft(trx, blueprintId, options.unreviewed)
      : readRelease(trx, blueprintId, options.release),
  );
  const { board, release, candidates, leftOut } = exported;
  if (candidates.length === 0) {
    throw new AppError(
      'not_ready',
      'Nothing is approved yet, so there is nothing to export. Approve some pictures first.',
    );
  }
  const wishes: DealWishes = {
    ratios,
    good: options.good,
    groupBy: options.groupBy,
    holdOut: parseHoldOut(options.holdOut ?? ''),
  };
  const before = await splitsBefore(context, blueprintId, release?.number, wishes);
  const assembled = assembleDataset({
    ...(await datasetRequest(context, exported, wishes)),
    createdAt: (release?.created_at ?? context.now()).toISOString(),
    before,
  });
  const hashes = new Map([
    ...candidates.map((candidate): [string, string] => [candidate.id, candidate.picture_hash]),
    ...board.goldens.map((golden): [string, string] => [golden.id, golden.picture_hash]),
  ]);
  const annotationsOnly = options.pictures === false;
  const notes = [
    ...assembled.split.warnings,
    ...noPhotos(assembled),
    ...unmarked(assembled),
    ...(annotationsOnly
      ? [
          'Annotations only: put the pictures of the full dataset beside them; SHA256SUMS.pictures has their names and checksums.',
        ]
      : []),
  ];
  const contrasts = new Map(
    candidates.map((candidate) => [candidate.id, contrastsOf(candidate, board.defects)]),
  );
  const health = describeHealth(assembled, (id) => contrasts.get(assembled.keys.get(id) ?? '') ?? []);
  const full = planDataset(assembled.dataset, { formats, formatOptions, notes, health });
  const hashOf = (imageId: number): string => {
    const hash = hashes.get(assembled.keys.get(imageId) ?? '');
    if (hash === undefined) throw new Error(`image ${imageId} is not part of this export`);
    return hash;
  };
  const plan = annotationsOnly ? withoutPictures(full, hashOf) : full;
  return {
    assembled,
    health,
    plan,
    warnings: [
      ...notes,
      ...plan.warnings,
      ...listLosses(assembled.dataset, formats, formatOptions).map(
        (loss) => `${loss.format}: ${loss.message}`,
      ),
      ...(leftOut === 0
        ? []
        : [
            `Left out because a defect in them was removed or marked impossible: ${leftOut} of the pictures.`,
          ]),
      ...assembled.skipped.map((skipped) => `One picture is left out: ${skipped.reason}`),
    ],
    baseName: `${slugify(board.blueprint.name, 'dataset')}-${release === undefined ? 'draft' : `v${release.number}`}${annotationsOnly ? '-annotations' : ''}`,
    hashOf,
  };
}

/** With the checksums of the pictures instead, so that they can be put beside the rest. */
function withoutPictures(plan: DatasetPlan, hashOf: (imageId: number) => string): DatasetPlan {
  const files: PlannedFile[] = [];
  const sums: string[] = [];
  for (const file of plan.files) {
    if (file.content.kind === 'shard') {
      throw new AppError(
        'bad_request',
        'Parquet and WebDataset hold pictures and annotations in the same files: there are no annotations only of them. Leave them out, or take the pictures.',
      );
    }
    if (file.content.kind !== 'picture') files.push(file);
    else sums.push(checksumLine(hashOf(file.content.imageId), file.path));
  }
  return { ...plan, files: [...files, textFile(pictureChecksumsName, () => sums)] };
}

/** Golden images that are no photos show what a model takes the part for: whoever trains on them is to know. */
function noPhotos({ dataset }: AssembledDataset): string[] {
  const pictures = dataset.images.filter(
    ({ provenance }) => provenance.goldenOrigin === 'made-from-words',
  ).length;
  if (pictures === 0) return [];
  return [
    `${pictures} of ${dataset.images.length} pictures show a golden image that is synthetic: made from words by a model, no photo of the part. See golden_origin in manifest.jsonl.`,
  ];
}

/** A file's bytes are never changed, so one that was made before files were marked stays without. */
function unmarked({ dataset }: AssembledDataset): string[] {
  const count = dataset.images.filter(
    (image) => isSynthetic(image) && (image.provenance.papers?.xmpSourceType ?? null) === null,
  ).length;
  if (count === 0) return [];
  return [
    `${count} of the synthetic pictures were made before files were marked as such: manifest.jsonl says it of them, their files do not.`,
  ];
}
