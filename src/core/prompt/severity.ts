import { z } from 'zod';
import { severities, type Severity } from './parameters.ts';

/** Contrast in units of the surface's own variation (see `imaging/severity.ts`). */
export type SeverityRange = { readonly min: number; readonly max: number };

/**
 * What each word means. On a busy surface 14 is the end of what still looks like a photo; on a calm one what the
 * defect is (`Habits.contrast.share` in the imaging notes) can ask for more, which is critical too.
 */
export const severityRanges: Record<Severity, SeverityRange> = {
  trivial: { min: 1.5, max: 2.5 },
  minor: { min: 2.5, max: 4 },
  major: { min: 4, max: 8 },
  critical: { min: 8, max: 14 },
};

/** The weakest mark that is a defect, and the strongest that can be asked for as a number. */
export const leastSeverity = severityRanges.trivial.min;
export const mostSeverity = severityRanges.critical.max;
/** A narrower range could be missed by rounding to 8 bits alone. */
export const narrowestSeverityRange = 0.5;

/** A mark this weak is what every good part has: it is drawn to teach what to ignore, and is not labelled. */
export const allowedVariationRange: SeverityRange = { min: 0.5, max: 1.2 };

export type SeverityName = Severity | 'allowed';

/** The word for a contrast; `allowed` under the weakest defect. */
export function severityOf(units: number): SeverityName {
  return severities.findLast((name) => units >= severityRanges[name].min) ?? 'allowed';
}

const units = z
  .number()
  .min(leastSeverity, `the weakest severity is ${leastSeverity}`)
  .max(mostSeverity, `the strongest severity is ${mostSeverity}`);

export const severityRangeSchema = z
  .object({ min: units, max: units })
  .refine(
    ({ min, max }) => max - min >= narrowestSeverityRange,
    `the strongest must be at least ${narrowestSeverityRange} above the weakest`,
  );

/**
 * Reads `minor`, `minor-major` or `2-6.5` as a range; `null` when it is none.
 *
 * @example readSeverityRange('trivial-minor') // { min: 1.5, max: 4 }
 */
export function readSeverityRange(text: string): SeverityRange | null {
  const parts = text.trim().toLowerCase().split('-');
  if (parts.length > 2) return null;
  const [low, high] = [parts[0]!, parts.at(-1)!].map((part) => rangeOf(part.trim()));
  if (!low || !high) return null;
  const range = severityRangeSchema.safeParse({ min: low.min, max: high.max });
  return range.success ? range.data : null;
}

function rangeOf(part: string): SeverityRange | null {
  const name = severities.find((known) => known === part);
  if (name !== undefined) return severityRanges[name];
  const value = /^\d{1,2}(\.\d{1,3})?$/.test(part) ? Number(part) : null;
  return value === null ? null : { min: value, max: value };
}

/**
 * Where a severity that a description names meets a range that is set: what both allow. The range is the
 * limit; a word that lies outside it does not count.
 */
export function severityWithin(range: SeverityRange, said: Severity | null): SeverityRange {
  if (said === null || isOutside(range, said)) return range;
  const { min, max } = severityRanges[said];
  return { min: Math.max(range.min, min), max: Math.min(range.max, max) };
}

/** Whether a severity that is named does not count in a range: they have next to nothing in common. */
export function isOutside(range: SeverityRange, said: Severity): boolean {
  const { min, max } = severityRanges[said];
  return Math.min(range.max, max) - Math.max(range.min, min) < narrowestSeverityRange;
}
