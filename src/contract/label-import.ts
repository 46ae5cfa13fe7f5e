import { labelFormats } from '#core/dataset/import/labelled-picture.ts';
import { z } from 'zod';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

const formatSchema = z.enum(labelFormats);
const problemsShape = {
  /** What is left out and why; the first 200. */
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
  problemCount: z.number().int(),
};
const countsShape = {
  format: formatSchema,
  /** That the labels name. */
  pictures: z.number().int(),
  /** In the blueprint already. */
  unchanged: z.number().int(),
  /** Named by labels that mark nothing in them; not imported. */
  withoutMarks: z.number().int(),
  /** Marks that are a box: all of it counts as defect. */
  boxes: z.number().int(),
};

export const labelImportSchema = z.object({
  id: z.uuid(),
  fileName: z.string(),
  bytes: z.number().int(),
  state: z.enum(['checking', 'checked', 'importing', 'done', 'failed']),
  /** Nobody works on it yet. */
  isWaiting: z.boolean(),
  /** Pictures that were gone through, of all. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  /** One sentence, when it failed. */
  error: z.string().nullable(),
  /** The format that was asked for; `null`: as it is recognised. */
  format: formatSchema.nullable(),
  /** Once it was looked through. */
  report: z
    .object({
      ...countsShape,
      /** Most frequent first. */
      classes: z.array(z.object({ label: z.string(), marks: z.number().int(), pictures: z.number().int() })),
      /** Pictures that can be imported: those with the same classes, largest first, that look most like the same golden image. */
      groups: z.array(
        z.object({ labels: z.array(z.string()), goldenId: z.uuid(), pictures: z.number().int() }),
      ),
      ...problemsShape,
    })
    .nullable(),
  /** Of the newest import of it. */
  result: z
    .object({
      ...countsShape,
      imported: z.number().int(),
      /** Of a class that was to be left out. */
      leftOut: z.number().int(),
      ...problemsShape,
    })
    .nullable(),
  createdAt: z.string(),
});
export type LabelImportView = z.infer<typeof labelImportSchema>;

export const uploadLabels = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/label-imports',
  summary:
    'Upload real pictures with COCO, YOLO or VOC labels as one ZIP of at most 2 GB (multipart); they are looked through in the background, and nothing is imported yet',
  params: z.object({ blueprintId: z.uuid() }),
  multipart: true,
  form: {
    archive: { kind: 'file', required: true, description: 'ZIP with pictures (JPEG, PNG, WebP) and labels' },
  },
  status: 201,
  response: labelImportSchema,
});

export const listLabelImports = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/label-imports',
  summary: 'The newest uploads of labelled pictures, at most 20, newest first; each is kept for 7 days',
  params: z.object({ blueprintId: z.uuid() }),
  response: z.object({ imports: z.array(labelImportSchema) }),
});

export const getLabelImport = defineRoute({
  method: 'GET',
  path: '/label-imports/:importId',
  summary: 'What was found in an upload of labelled pictures, or what became of it',
  params: z.object({ importId: z.uuid() }),
  response: labelImportSchema,
});

export const checkLabelImport = defineRoute({
  method: 'POST',
  path: '/label-imports/:importId/check',
  summary: 'Look through an upload again, as a given format, or with the golden images there are by now',
  params: z.object({ importId: z.uuid() }),
  body: z.object({ format: formatSchema.nullable().default(null) }),
  status: 202,
  response: labelImportSchema,
});

export const startLabelImport = defineRoute({
  method: 'POST',
  path: '/label-imports/:importId/start',
  summary:
    'Import an upload in the background: its classes become defects, and pictures of a class that is left out are left out; what is there already is left alone',
  params: z.object({ importId: z.uuid() }),
  body: z.object({
    classes: z
      .array(
        z.union([
          z.strictObject({ label: z.string().max(200), defectId: z.uuid().nullable() }),
          z.strictObject({
            label: z.string().max(200),
            newDefect: z.strictObject({ name: writtenText(2000), family: z.string().max(100) }),
          }),
        ]),
      )
      .max(200),
    /** The row that all of them go to; `null`: each to that of the golden image that it looks most like. */
    goldenId: z.uuid().nullable().default(null),
    /** Approved on the word of whoever asks; else they wait for the review. */
    approve: z.boolean().default(true),
  }),
  status: 202,
  response: labelImportSchema,
});

export const removeLabelImport = defineRoute({
  method: 'DELETE',
  path: '/label-imports/:importId',
  summary: 'Put an upload away, and stop working on it; what is imported stays',
  params: z.object({ importId: z.uuid() }),
  response: z.object({ removed: z.literal(true) }),
});
