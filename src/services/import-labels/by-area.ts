import type { AnnotatedInstance } from '#core/annotation/annotated-instance.ts';

/** The defects that are marked, those of the largest area first: a picture of several counts for the first. */
export function byArea(instances: readonly AnnotatedInstance[]): string[] {
  const areas = new Map<string, number>();
  for (const { defectId, area } of instances) areas.set(defectId, (areas.get(defectId) ?? 0) + area);
  return [...areas].toSorted(([, a], [, b]) => b - a).map(([defectId]) => defectId);
}
