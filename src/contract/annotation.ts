import { z } from 'zod';
import { defineRoute } from './route.ts';

const boxSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});

/** Connected or not: its tight box, and COCO's compressed run lengths of the box alone (down the columns, background first). */
export const pixelsSchema = z.object({ box: boxSchema, counts: z.string().min(1).max(4_000_000) });

/** One mark, and the defect that it shows. */
export const markSchema = z.object({ defectId: z.uuid(), ...pixelsSchema.shape });
export type Mark = z.infer<typeof markSchema>;

/** One version of a picture's mask; the newest counts. */
export const annotationSchema = z.object({
  id: z.uuid(),
  candidateId: z.uuid(),
  /** 1, 2, 3 … for each picture. */
  version: z.number().int(),
  /** The one that this one brought back. */
  restoredFrom: z.number().int().nullable(),
  /** `renderer`, `comparison` of the picture with its golden image, or a `person`. */
  origin: z.enum(['renderer', 'person', 'comparison']),
  author: z.string(),
  createdAt: z.string(),
  /** Pixels. */
  area: z.number().int(),
  marks: z.number().int(),
  /** 8-bit grey PNG of the picture's size, 0 or 255. */
  maskUrl: z.string(),
});
export type AnnotationView = z.infer<typeof annotationSchema>;

export const annotationWithMarksSchema = annotationSchema.omit({ marks: true }).extend({
  marks: z.array(markSchema.extend({ area: z.number().int() })),
});
export type AnnotationWithMarks = z.infer<typeof annotationWithMarksSchema>;

export const listAnnotations = defineRoute({
  method: 'GET',
  path: '/candidates/:candidateId/annotations',
  summary: 'The versions of a picture’s mask, the newest first',
  params: z.object({ candidateId: z.uuid() }),
  response: z.object({ annotations: z.array(annotationSchema) }),
});

export const getAnnotation = defineRoute({
  method: 'GET',
  path: '/annotations/:annotationId',
  summary: 'One version of a mask with the pixels of each mark',
  params: z.object({ annotationId: z.uuid() }),
  response: annotationWithMarksSchema,
});

/** `basedOn` is the version that was changed: refused with `conflict` when there is a newer one. */
const basedOn = z.number().int().min(1);

export const saveAnnotation = defineRoute({
  method: 'POST',
  path: '/candidates/:candidateId/annotations',
  summary:
    'Save a mask as the next version. Marks have no pixel in common; none at all needs `noDefect`, and the picture then counts as one of a good part',
  params: z.object({ candidateId: z.uuid() }),
  body: z.object({
    /** Sent again after an answer that was lost, it is not saved twice. */
    id: z.uuid().optional(),
    basedOn,
    marks: z.array(markSchema).max(5000),
    noDefect: z.boolean().default(false),
  }),
  status: 201,
  response: annotationSchema,
});

export const restoreAnnotation = defineRoute({
  method: 'POST',
  path: '/candidates/:candidateId/annotations/restore',
  summary: 'Bring an older version of a mask back, as the next one',
  params: z.object({ candidateId: z.uuid() }),
  body: z.object({ version: z.number().int().min(1), basedOn }),
  status: 201,
  response: annotationSchema,
});
