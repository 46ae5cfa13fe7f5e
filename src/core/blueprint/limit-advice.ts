import { severities, type PromptParameters, type Severity } from '#core/prompt/parameters.ts';
import { rangeText } from '#core/prompt/slots.ts';
import type { BookLimits } from './book-page.ts';

/**
 * Where a description leaves the limits of the defect book, in sentences. Judged by the size in millimetres that it
 * names: parts of the product are not the book's measure.
 *
 * @example limitAdvice(understandPrompt('minor scratch, 3 mm', families).parameters, limits) // ['3 mm is more than …']
 */
export function limitAdvice(
  { sizeMm, severity }: Pick<PromptParameters, 'sizeMm' | 'severity'>,
  { smallestMm, largestMm }: BookLimits,
): string[] {
  const hasLimits = smallestMm !== null || severities.some((name) => largestMm[name] !== null);
  if (!hasLimits) return [];
  if (sizeMm === null) {
    return smallestMm === null
      ? []
      : [`Marks count from ${smallestMm} mm. Say a size in mm to be sure that these do.`];
  }
  const size = `${rangeText(sizeMm, 0)} mm`;
  const advice: string[] = [];
  if (smallestMm !== null && sizeMm.max < smallestMm) {
    advice.push(`${size} is under ${smallestMm} mm, from where a mark counts: such a part is OK.`);
  } else if (smallestMm !== null && sizeMm.min < smallestMm) {
    advice.push(`Some of ${size} is under ${smallestMm} mm, from where a mark counts.`);
  }
  if (severity === null) return advice;
  const largest = largestMm[severity];
  if (largest !== null && sizeMm.max > largest) {
    advice.push(
      `${size} is more than ${largest} mm, the largest that is ${severity}: ${higher(severity, sizeMm.max, largestMm)}.`,
    );
  }
  const below = severities
    .slice(0, severities.indexOf(severity))
    .findLast((name) => largestMm[name] !== null && sizeMm.max <= largestMm[name]);
  if (below !== undefined) {
    advice.push(`${size} is no more than ${largestMm[below]} mm, which is still ${below}, not ${severity}.`);
  }
  return advice;
}

function higher(severity: Severity, mm: number, largestMm: BookLimits['largestMm']): string {
  const next = severities
    .slice(severities.indexOf(severity) + 1)
    .find((name) => largestMm[name] === null || mm <= largestMm[name]);
  return next === undefined ? 'it is beyond every limit of the book' : `by its size it is ${next}`;
}
