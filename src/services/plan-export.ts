import { AppError } from '#core/app-error.ts';
import { type AssembledDataset, assembleDataset } from '#core/dataset/assemble-dataset.ts';
import { checksumLine, pictureChecksumsName } from '#core/dataset/checksum-file.ts';
import { isSynthetic } from '#core/dataset/dataset.ts';
import { type ExportFormat, parseFormats } from '#core/dataset/export-format.ts';
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
import type { Golden } from '#db/goldens.ts';
import type { Context } from '#context.ts';
import { type DealWishes, datasetRequest, splitsBefore } from './deal-export.ts';
import { type GatheredPictures, gatherPictures } from './gather-pictures.ts';

type Parts = Pick<Context, 'db' | 'now' | 'storage'>;

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
  hashOf: (imageId: number) => string;
  /** Gives back the room that it takes on the disk: afterwards none of its files can be made. */
  close: () => void;
};

/** What is told of an export before anybody asks for it: nothing of it can be written, and nothing is to be closed. */
export async function surveyExport(
  context: Parts,
  blueprintId: string,
  options: ExportOptions,
): Promise<Pick<PlannedExport, 'assembled' | 'health' | 'warnings' | 'baseName'>> {
  const { close, ...planned } = await plan(context, blueprintId, { ...options, withPapers: false });
  close();
  return planned;
}

/**
 * What an export holds, down to every file. Throws when nothing would be in it, or when an option is not
 * one. A release gives the same plan for ever; a draft is what is approved at this moment. Close it when its files are made.
 */
export function planExport(
  context: Parts,
  blueprintId: string,
  options: ExportOptions,
): Promise<PlannedExport> {
  return plan(context, blueprintId, { ...options, withPapers: true });
}

async function plan(
  context: Parts,
  blueprintId: string,
  options: ExportOptions & { withPapers: boolean },
): Promise<PlannedExport> {
  const setting = {
    formats: parseFormats(options.formats),
    formatOptions: readFormatOptions(options),
    wishes: {
      ratios: parseSplit(options.split),
      good: options.good,
      groupBy: options.groupBy,
      holdOut: parseHoldOut(options.holdOut ?? ''),
    },
    annotationsOnly: options.pictures === false,
  };
  const { release, unreviewed, good, withPapers } = options;
  const gathered = await gatherPictures(context, { blueprintId, release, unreviewed, good, withPapers });
  try {
    return { ...(await planGathered(context, gathered, setting)), close: gathered.close };
  } catch (error) {
    gathered.close();
    throw error;
  }
}

type Setting = {
  formats: ExportFormat[];
  formatOptions: FormatOptions;
  wishes: DealWishes;
  annotationsOnly: boolean;
};

async function planGathered(
  context: Parts,
  gathered: GatheredPictures,
  { formats, formatOptions, wishes, annotationsOnly }: Setting,
): Promise<Omit<PlannedExport, 'close'>> {
  const { board, release, leftOut } = gathered;
  const request = datasetRequest(gathered, wishes);
  if (gathered.pictures.every(({ key }) => board.goldens.some(({ id }) => id === key))) {
    throw new AppError(
      'not_ready',
      'Nothing is approved yet, so there is nothing to export. Approve some pictures first.',
    );
  }
  const before = await splitsBefore(context, board.blueprint.id, release?.number, wishes);
  const createdAt = (release?.created_at ?? context.now()).toISOString();
  const assembled = assembleDataset({ ...request, createdAt, before });
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
  const health = describeHealth(assembled, (id) => gathered.contrastsOf(assembled.keys.get(id) ?? ''));
  const full = planDataset(assembled.dataset, { formats, formatOptions, notes, health });
  const hashOf = hashesOf(assembled, board.goldens);
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

/** By itself, like `withoutPictures`: what they hold stays in memory until the export is written. */
function hashesOf(
  { dataset, keys }: AssembledDataset,
  goldens: readonly Golden[],
): (imageId: number) => string {
  const { images } = dataset;
  const goldenHashes = new Map(goldens.map((golden) => [golden.id, golden.picture_hash]));
  return (imageId) => {
    const hash = images[imageId - 1]?.sha256 ?? goldenHashes.get(keys.get(imageId) ?? '');
    if (hash === undefined) throw new Error(`image ${imageId} is not part of this export`);
    return hash;
  };
}

/** With the checksums of the pictures instead, so that they can be put beside the rest. */
function withoutPictures(plan: DatasetPlan, hashOf: (imageId: number) => string): DatasetPlan {
  let length = 1;
  for (const { content } of plan.files) {
    if (content.kind === 'shard') {
      throw new AppError(
        'bad_request',
        'Parquet and WebDataset hold pictures and annotations in the same files: there are no annotations only of them. Leave them out, or take the pictures.',
      );
    }
    if (content.kind !== 'picture') length++;
  }
  const sums = function* (): Generator<string> {
    for (const { path, content } of plan.files)
      if (content.kind === 'picture') yield checksumLine(hashOf(content.imageId), path);
  };
  const files = function* (): Generator<PlannedFile> {
    for (const file of plan.files) if (file.content.kind !== 'picture') yield file;
    yield textFile(pictureChecksumsName, sums);
  };
  return { ...plan, files: { length, [Symbol.iterator]: files } };
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
