import { AppError } from '#core/app-error.ts';
import {
  type AssembledDataset,
  assembleDataset,
  type DatasetPicture,
} from '#core/dataset/assemble-dataset.ts';
import type { Provenance } from '#core/dataset/dataset.ts';
import { checksumLine, pictureChecksumsName } from '#core/dataset/checksum-file.ts';
import { parseFormats } from '#core/dataset/export-format.ts';
import { type FormatOptions, readFormatOptions } from '#core/dataset/format-options.ts';
import { listLosses } from '#core/dataset/list-losses.ts';
import { type DatasetPlan, planDataset } from '#core/dataset/plan-dataset.ts';
import { type PlannedFile, textFile } from '#core/dataset/planned-file.ts';
import { slugify } from '#core/dataset/slug.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import { type CandidateRecord, candidatesOf, candidatesOfRelease } from '#db/candidates.ts';
import { defectsOfRelease } from '#db/defects.ts';
import { type Golden, goldensOfRelease } from '#db/goldens.ts';
import { findRelease } from '#db/releases.ts';
import type { Db, DefectRow, ReleaseRow } from '#db/schema.ts';
import type { Context } from '#context.ts';
import { goodPicture, photographed, stem } from './describe-picture.ts';
import { leaveOutUnteachable } from './leave-out-unteachable.ts';
import { type Board, boardIn } from './read-board.ts';

export type ExportOptions = Partial<FormatOptions> & {
  formats: string;
  split: string;
  good: boolean;
  unreviewed: boolean;
  release?: number;
  /** False: annotations only. */
  pictures?: boolean;
};

export type PlannedExport = {
  assembled: AssembledDataset;
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
  context: Pick<Context, 'db' | 'now'>,
  blueprintId: string,
  options: ExportOptions,
): Promise<PlannedExport> {
  const formats = parseFormats(options.formats);
  const formatOptions = readFormatOptions(options);
  const ratios = parseSplit(options.split);
  const { board, release, candidates, leftOut } = await context.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) =>
      options.release === undefined
        ? readDraft(trx, blueprintId, options.unreviewed)
        : readRelease(trx, blueprintId, options.release),
    );
  if (candidates.length === 0) {
    throw new AppError(
      'not_ready',
      'Nothing is approved yet, so there is nothing to export. Approve some pictures first.',
    );
  }
  const assembled = assembleDataset({
    name: board.blueprint.name,
    version: release === undefined ? 'draft' : String(release.number),
    createdAt: (release?.created_at ?? context.now()).toISOString(),
    seed: board.blueprint.settings.seed,
    classNames: board.defects.map((defect) => defect.name),
    pictures: [
      ...candidates.map((candidate) => candidatePicture(candidate, board.goldens, board.defects)),
      ...(options.good ? board.goldens : []).map((golden) =>
        goodPicture({ ...golden, key: golden.id, hash: golden.picture_hash }),
      ),
    ],
    ratios,
  });
  const hashes = new Map([
    ...candidates.map((candidate): [string, string] => [candidate.id, candidate.picture_hash]),
    ...board.goldens.map((golden): [string, string] => [golden.id, golden.picture_hash]),
  ]);
  const annotationsOnly = options.pictures === false;
  const notes = [
    ...assembled.split.warnings,
    ...noPhotos(assembled),
    ...(annotationsOnly
      ? [
          'Annotations only: put the pictures of the full dataset beside them; SHA256SUMS.pictures has their names and checksums.',
        ]
      : []),
  ];
  const full = planDataset(assembled.dataset, { formats, formatOptions, notes });
  const hashOf = (imageId: number): string => {
    const hash = hashes.get(assembled.keys.get(imageId) ?? '');
    if (hash === undefined) throw new Error(`image ${imageId} is not part of this export`);
    return hash;
  };
  const plan = annotationsOnly ? withoutPictures(full, hashOf) : full;
  return {
    assembled,
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
        `${file.path.split('/')[0]} holds pictures and annotations in one file: there are no annotations only. Leave it out, or take the pictures.`,
      );
    }
    if (file.content.kind !== 'picture') files.push(file);
    else sums.push(checksumLine(hashOf(file.content.imageId), file.path));
  }
  return { ...plan, files: [...files, textFile(pictureChecksumsName, () => sums)] };
}

type Exported = {
  board: Pick<Board, 'blueprint' | 'goldens' | 'defects'>;
  release: ReleaseRow | undefined;
  candidates: CandidateRecord[];
  /** Pictures with a defect that was removed or marked impossible. */
  leftOut: number;
};

async function readDraft(db: Db, blueprintId: string, unreviewed: boolean): Promise<Exported> {
  const board = await boardIn(db, blueprintId);
  const wanted = (await candidatesOf(db, blueprintId, unreviewed ? {} : { verdict: 'approved' })).filter(
    (candidate) => candidate.verdict !== 'rejected',
  );
  const candidates = leaveOutUnteachable(wanted, board.cells);
  return { board, release: undefined, candidates, leftOut: wanted.length - candidates.length };
}

/** With the name, golden images and defects that it was made of: the classes keep their numbers. */
async function readRelease(db: Db, blueprintId: string, number: number): Promise<Exported> {
  const { blueprint } = await boardIn(db, blueprintId);
  const release = await findRelease(db, blueprintId, number);
  if (release === undefined) {
    throw new AppError('not_found', `There is no release ${number} of this blueprint.`);
  }
  return {
    board: {
      blueprint: { ...blueprint, name: release.name, settings: release.settings },
      goldens: await goldensOfRelease(db, release),
      defects: await defectsOfRelease(db, release),
    },
    release,
    candidates: await candidatesOfRelease(db, blueprintId, number),
    leftOut: 0,
  };
}

function candidatePicture(
  candidate: CandidateRecord,
  goldens: Golden[],
  defects: DefectRow[],
): DatasetPicture {
  const golden = goldens.find((row) => row.id === candidate.golden_id);
  const classOf = (defectId: string): number => defects.findIndex((row) => row.id === defectId);
  const isGood = candidate.kind === 'allowed-variation';
  const shown = isGood ? 'allowed variation' : (defects[classOf(candidate.defect_id)]?.name ?? '');
  return {
    key: candidate.id,
    label: `${stem(golden?.name ?? '')} ${shown}`,
    extension: 'png',
    width: candidate.width,
    height: candidate.height,
    kind: isGood ? 'good' : 'defect',
    instances: candidate.instances.map(({ defectId, ...region }) => ({
      classIndex: classOf(defectId),
      region,
    })),
    goldenKey: candidate.golden_id,
    sha256: candidate.picture_hash,
    provenance: {
      ...photographed(golden?.name ?? ''),
      ...(golden?.made && { goldenOrigin: 'made-from-words' as const }),
      ...madeBy(candidate),
      verdict: candidate.verdict === 'approved' ? 'approved' : 'unreviewed',
    },
  };
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

function madeBy(candidate: CandidateRecord): Partial<Provenance> {
  switch (candidate.source) {
    case 'generated':
      return generated(candidate);
    case 'imported':
      return { origin: 'imported', sourceType: 'compositeSynthetic', prompt: candidate.prompt_text };
    case 'uploaded':
      return { origin: 'uploaded' };
  }
}

function generated(candidate: CandidateRecord): Partial<Provenance> {
  return {
    origin: 'generated',
    sourceType: 'compositeSynthetic',
    generator: candidate.generator,
    generatorVersion: candidate.generator_version,
    prompt: candidate.prompt_text,
    otherPrompts: candidate.companions.map((companion) => companion.promptText),
    seed: candidate.seed,
  };
}
