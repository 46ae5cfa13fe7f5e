import { z } from 'zod';
import { formatOptionShape } from './format-option-shape.ts';
import { splitOptionShape } from './split-option-shape.ts';
import { defineRoute } from './route.ts';

export const datasetVersionSchema = z.object({
  id: z.uuid(),
  release: z.number().int(),
  /** The same text for the same options. */
  key: z.string(),
  options: z.object({
    formats: z.array(z.string()),
    formatOptions: z.record(z.string(), z.string()),
    split: z.string(),
    groupBy: z.string(),
    holdOut: z.string(),
    good: z.boolean(),
    pictures: z.boolean(),
    partBytes: z.number().int().nullable(),
  }),
  state: z.enum(['queued', 'running', 'ready', 'failed']),
  /** Files whose checksums are known, of all. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  /** One sentence, when it failed. */
  error: z.string().nullable(),
  /** Pictures of each part of the split, once it is ready. */
  pictures: z.object({ train: z.number().int(), val: z.number().int(), test: z.number().int() }).nullable(),
  warnings: z.array(z.string()),
  /** The folder at the top of each ZIP; `null` until it is ready. */
  folder: z.string().nullable(),
  /** ZIP files that are unpacked into one place. */
  parts: z.array(
    z.object({
      number: z.number().int(),
      fileName: z.string(),
      files: z.number().int(),
      bytes: z.number().int(),
      etag: z.string(),
      url: z.string(),
      /** A line of JSON for each file: see `datasetFileSchema`. */
      filesUrl: z.string(),
    }),
  ),
});
export type DatasetVersionView = z.infer<typeof datasetVersionSchema>;

export const requestDataset = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/dataset-versions',
  summary:
    'Ask for a release with options as files that never change; prepared in the background, the same call gives the same version',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({
    release: z.number().int().min(1).max(1e9),
    formats: z.string().max(400).default('coco,yolo'),
    split: z.string().max(40).default('80,10,10'),
    ...splitOptionShape,
    /** Good pictures as negatives. */
    good: z.boolean().default(true),
    /** False: annotations only. */
    pictures: z.boolean().default(true),
    /** No ZIP is longer, in bytes; left out: one ZIP. */
    partBytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable().default(null),
    /** How formats are written, where not as usual. */
    formatOptions: z.object(formatOptionShape).default({}),
  }),
  status: 202,
  response: datasetVersionSchema,
});

export const listDatasets = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/dataset-versions',
  summary: 'The newest dataset versions of a blueprint, at most 100, newest first',
  params: z.object({ blueprintId: z.uuid() }),
  response: z.object({ versions: z.array(datasetVersionSchema) }),
});

export const getDataset = defineRoute({
  method: 'GET',
  path: '/dataset-versions/:versionId',
  summary: 'How far a dataset version is, and where its ZIP files are',
  params: z.object({ versionId: z.uuid() }),
  response: datasetVersionSchema,
});

/** One line of `filesUrl`. `url` gives the bytes, by a redirect where the storage hands them out itself. */
export const datasetFileSchema = z.object({
  path: z.string(),
  size: z.number().int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  crc32: z.number().int(),
  url: z.string(),
});
export type DatasetFileView = z.infer<typeof datasetFileSchema>;

/** `GET` and `HEAD`: a ZIP, whole or in ranges. */
export const datasetPartPath = '/dataset-versions/:versionId/parts/:number/dataset.zip';
/** `GET`: all files of a part, one JSON object a line. */
export const datasetFilesPath = '/dataset-versions/:versionId/parts/:number/files';
/** `GET` and `HEAD`: one file; `place` is where the list of files names it. */
export const datasetFilePath = '/dataset-versions/:versionId/parts/:number/files/:place';
