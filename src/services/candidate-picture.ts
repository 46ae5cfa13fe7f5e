import type { DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import type { KnownContrast } from '#core/dataset/health/describe-health.ts';
import { readDrawnMarks } from '#core/review/drawn-marks.ts';
import type { Provenance } from '#core/dataset/dataset.ts';
import type { CandidateRecord } from '#db/candidates.ts';
import type { Golden } from '#db/goldens.ts';
import type { DefectRow } from '#db/schema.ts';
import { photographed, stem } from './describe-picture.ts';

/** A candidate as a picture of a dataset, its classes numbered as `defects` are. */
export function candidatePicture(
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
    ...(candidate.prompt_id !== null && { promptKey: candidate.cell_id }),
    // The same seed on the same photo puts a mark in the same place, whatever the prompt.
    ...(candidate.seed !== null && { lineageKeys: [`${candidate.golden_id}/${candidate.seed}`] }),
    sha256: candidate.picture_hash,
    provenance: {
      ...photographed(golden?.name ?? ''),
      ...(golden?.made && { goldenOrigin: 'made-from-words' as const }),
      ...madeBy(candidate),
      verdict: candidate.verdict === 'approved' ? 'approved' : 'unreviewed',
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
