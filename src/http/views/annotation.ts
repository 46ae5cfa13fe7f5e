import type { AnnotationView, AnnotationWithMarks } from '#contract/annotation.ts';
import { apiPrefix } from '#contract/route.ts';
import type { Annotation, AnnotationWithInstances } from '#db/annotations.ts';

export function annotationMaskUrl(id: string): string {
  return `${apiPrefix}/annotations/${id}/mask.png`;
}

export function annotationView(row: Annotation): AnnotationView {
  return { ...facts(row), marks: row.marks };
}

export function annotationWithMarksView(row: AnnotationWithInstances): AnnotationWithMarks {
  const marks = row.instances.map(({ defectId, box, counts, area }) => ({ defectId, box, counts, area }));
  return { ...facts(row), marks };
}

function facts(row: Omit<Annotation, 'marks'>): Omit<AnnotationView, 'marks'> {
  return {
    id: row.id,
    candidateId: row.candidate_id,
    version: row.version,
    restoredFrom: row.restored_from,
    origin: row.origin,
    author: row.author,
    createdAt: row.created_at.toISOString(),
    area: row.area,
    maskUrl: annotationMaskUrl(row.id),
  };
}
