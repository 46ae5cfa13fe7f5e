import { z } from 'zod';
import { severities } from '../prompt/parameters.ts';

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const measuredSchema = z.object({
  marks: z.array(
    z.object({
      defect: z.number().int(),
      box: boxSchema.optional(),
      aimed: z.object({
        severity: z.enum([...severities, 'allowed']),
        min: z.number(),
        max: z.number(),
        units: z.number(),
      }),
      contrast: z.object({ units: z.number() }),
      reached: z.boolean(),
      fittedTo: z.number().int().nullable().default(null),
    }),
  ),
  leftOut: z.array(z.object({ defect: z.number().int(), reason: z.string() })).default([]),
  defectIds: z.array(z.string()).optional(),
});

/** What the generator drew, mark by mark, labelled or not: its severity in units of the surface's own variation. */
export type DrawnMark = {
  defectId: string;
  /** In the picture's pixels; `null` for pictures from before it was recorded. */
  box: z.infer<typeof boxSchema> | null;
  aimed: z.infer<typeof measuredSchema>['marks'][number]['aimed'];
  cameOut: number;
  /** Whether it came out as aimed. */
  reached: boolean;
  /** The number of real samples that it was drawn by; `null` where the family's own habits were at work. */
  fittedTo: number | null;
};

/**
 * Reads what a generator recorded of a picture; empty where it recorded nothing of the kind.
 *
 * @param defectId that the picture was made for.
 */
export function readDrawnMarks(
  measured: Readonly<Record<string, unknown>>,
  defectId: string,
): { drawn: DrawnMark[]; leftOut: { defectId: string; reason: string }[] } {
  const read = measuredSchema.safeParse(measured);
  if (!read.success) return { drawn: [], leftOut: [] };
  const { marks, leftOut, defectIds = [defectId] } = read.data;
  const idOf = (defect: number): string => defectIds[defect] ?? defectId;
  return {
    drawn: marks.map(({ defect, box = null, aimed, contrast, reached, fittedTo }) => ({
      defectId: idOf(defect),
      box,
      aimed,
      cameOut: contrast.units,
      reached,
      fittedTo,
    })),
    leftOut: leftOut.map(({ defect, reason }) => ({ defectId: idOf(defect), reason })),
  };
}
