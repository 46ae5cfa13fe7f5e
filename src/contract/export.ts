import { z } from 'zod';
import { exportFormats } from '#core/dataset/export-format.ts';
import type { Grouping } from '#core/dataset/grouping-words.ts';
import type { FormatOptions } from '#core/dataset/format-options.ts';
import { formatOptionShape } from './format-option-shape.ts';
import { flag } from './flag.ts';
import { splitOptionShape } from './split-option-shape.ts';
import { defineRoute } from './route.ts';

export const exportQuerySchema = z.object({
  formats: z
    .string()
    .max(400)
    .default('coco,yolo')
    .describe(`Comma-separated, any of ${exportFormats.join(', ')}`),
  /** Shares of train, val and test. */
  split: z.string().max(40).default('80,10,10'),
  ...splitOptionShape,
  /** Good pictures as negatives. */
  good: flag.default(true),
  /** Candidates that nobody decided on too. */
  unreviewed: flag.default(false),
  /** A frozen release; left out: what is approved now. */
  release: z.coerce.number().int().min(1).optional(),
  ...formatOptionShape,
});
/** What a caller writes into the query string. */
export type ExportQuery = Partial<FormatOptions> & {
  formats?: string;
  split?: string;
  groupBy?: Grouping;
  holdOut?: string;
  good?: 'true' | 'false';
  unreviewed?: 'true' | 'false';
  release?: number;
};

const splitCounts = z.object({ train: z.number().int(), val: z.number().int(), test: z.number().int() });

export const previewExport = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/export',
  summary: 'What an export with these options would hold, and what it would leave out',
  params: z.object({ blueprintId: z.uuid() }),
  query: exportQuerySchema,
  response: z.object({
    fileName: z.string(),
    downloadUrl: z.string(),
    pictures: splitCounts,
    good: splitCounts,
    classes: z.array(z.object({ name: z.string(), pictures: splitCounts, instances: z.number().int() })),
    /** One sentence each. */
    warnings: z.array(z.string()),
    empty: z.boolean(),
  }),
});
export type ExportPreviewView = z.infer<(typeof previewExport)['response']>;

/** `GET` on this path streams the ZIP; the query is `exportQuerySchema`. */
export const exportPath = '/blueprints/:blueprintId/export.zip';
