import type { DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import type { KnownContrast } from '#core/dataset/health/describe-health.ts';
import { readDrawnMarks } from '#core/review/drawn-marks.ts';
import type { Provenance } from '#core/dataset/dataset.ts';
import type { Papers } from '#core/dataset/papers.ts';
import type { CandidateRecord } from '#db/candidate-records.ts';
import type { Golden } from '#db/goldens.ts';
import type { CandidatePapers } from '#db/papers.ts';
import type { DefectRow } from '#db/schema.ts';
import { photographed, sha256OfText, stem } from './describe-picture.ts';

/** A candidate as a picture of a dataset, its classes numbered as `defects` are, with all that is known of where it comes from. */
export function candidatePicture(
  candidate: CandidateRecord,
  from: {
    readonly goldens: readonly Golden[];
    readonly defects: readonly DefectRow[];
    readonly papers: CandidatePapers | undefined;
  },
): DatasetPicture {
  const { goldens, defects } = from;
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
    ...(candidate.prompt_id !== null && { promptKey: candidate.cell_id }),
    // The same seed on the same photo puts a mark in the same place, whatever the prompt.
    ...(candidate.seed !== null && { lineageKeys: [`${candidate.golden_id}/${candidate.seed}`] }),
    sha256: candidate.picture_hash,
    provenance: {
      ...photographed(golden?.name ?? ''),
      ...(golden?.made && { goldenOrigin: 'made-from-words' as const }),
      ...madeBy(candidate),
      verdict: candidate.verdict === 'approved' ? 'approved' : 'unreviewed',
      papers: papersOf(candidate, golden, from.papers),
    },
  };
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
  const isDrawn = candidate.generator === 'renderer';
  return {
    origin: 'generated',
    sourceType: isDrawn ? 'compositeSynthetic' : 'compositeWithTrainedAlgorithmicMedia',
    generator: candidate.generator,
    generatorVersion: candidate.generator_version,
    prompt: candidate.prompt_text,
    otherPrompts: candidate.companions.map((companion) => companion.promptText),
    seed: candidate.seed,
  };
}

/** What is known of the marks that were drawn into it to be found. */
export function contrastsOf(
  { kind, measured, defect_id: defectId }: CandidateRecord,
  defects: readonly DefectRow[],
): KnownContrast[] {
  if (kind !== 'defect') return [];
  return readDrawnMarks(measured, defectId).drawn.flatMap((mark) =>
    mark.aimed.severity === 'allowed'
      ? []
      : [{ classIndex: defects.findIndex(({ id }) => id === mark.defectId), units: mark.cameOut }],
  );
}

function papersOf(
  candidate: CandidateRecord,
  golden: Golden | undefined,
  papers: CandidatePapers | undefined,
): Papers {
  const isApproved = candidate.verdict === 'approved';
  return {
    model: papers?.model ?? null,
    promptSha256: candidate.prompt_text === null ? null : sha256OfText(candidate.prompt_text),
    // What was uploaded was not put together from anything.
    goldenSha256: candidate.source === 'uploaded' ? null : (golden?.picture_hash ?? null),
    createdAt: candidate.created_at.toISOString(),
    approver: isApproved && papers?.approver ? pseudonym(candidate.blueprint_id, papers.approver) : null,
    approvedAt: (isApproved && papers?.approved_at?.toISOString()) || null,
    maskOrigin: candidate.mask_origin,
    xmpSourceType: candidate.source_type,
    credentialsSha256: candidate.credentials_hash,
  };
}

/** Datasets go to other people: the installation knows whom it stands for, they do not. */
function pseudonym(blueprintId: string, author: string): string {
  return `reviewer-${sha256OfText(`${blueprintId}/${author}`).slice(0, 12)}`;
}
