import type { CandidateView } from '#contract/candidate.ts';
import { candidatePictureUrl, candidateThumbnailUrl, goldenPictureUrl } from '#contract/picture-urls.ts';
import { readDrawnMarks } from '#core/review/drawn-marks.ts';
import type { CandidateRecord } from '#db/candidate-records.ts';
import { annotationMaskUrl } from './annotation.ts';

export function candidateView(row: CandidateRecord): CandidateView {
  return {
    id: row.id,
    cellId: row.cell_id,
    goldenId: row.golden_id,
    defectId: row.defect_id,
    kind: row.kind,
    source: row.source,
    verdict: row.verdict,
    reasons: row.reasons,
    note: row.note,
    disputed: row.disputed,
    width: row.width,
    height: row.height,
    area: row.area,
    instances: row.instances.map(({ defectId, box, area }) => ({ defectId, box, area })),
    ...readDrawnMarks(row.measured, row.defect_id),
    companions: row.companions,
    promptId: row.prompt_id,
    promptText: row.prompt_text,
    seed: row.seed === null ? null : Number(row.seed),
    generator: row.generator,
    score: row.score,
    measured: row.measured,
    pictureUrl: candidatePictureUrl(row.id),
    thumbnailUrl: candidateThumbnailUrl(row.id),
    maskUrl: annotationMaskUrl(row.annotation_id),
    goldenUrl: goldenPictureUrl(row.golden_id),
    createdAt: row.created_at.toISOString(),
  };
}
