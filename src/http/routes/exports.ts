import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import type { AssembledDataset } from '#core/dataset/assemble-dataset.ts';
import { type SplitName, splitNames } from '#core/dataset/dataset.ts';
import { exportPath, exportQuerySchema, type ExportPreviewView, previewExport } from '#contract/export.ts';
import { getHealth } from '#contract/health.ts';
import { apiPrefix } from '#contract/route.ts';
import { archiveDataset } from '#services/dataset-archive.ts';
import { planExport, surveyExport } from '#services/plan-export.ts';
import { readHealth } from '#services/read-health.ts';
import type { Context } from '#context.ts';
import { describeErrors, handle } from '../handle.ts';

const paramsSchema = z.object({ blueprintId: z.uuid() });

export function registerExports(app: FastifyInstance, context: Context): void {
  handle(app, previewExport, async ({ params, query, request }) => {
    const search = new URL(request.url, 'http://localhost').search;
    const downloadUrl = `${apiPrefix}${exportPath.replace(':blueprintId', params.blueprintId)}${search}`;
    try {
      const { assembled, baseName, warnings } = await surveyExport(context, params.blueprintId, query);
      return { ...contents(assembled), fileName: `${baseName}.zip`, downloadUrl, warnings };
    } catch (error) {
      // Nothing to export is an answer to this question, not a failure.
      if (!(error instanceof AppError) || error.code !== 'not_ready') throw error;
      return { ...nothing, fileName: 'dataset.zip', downloadUrl, warnings: [error.message] };
    }
  });

  handle(app, getHealth, ({ params, query }) => readHealth(context, params.blueprintId, query));

  app.get(
    apiPrefix + exportPath,
    {
      schema: {
        operationId: 'downloadExport',
        summary: 'The dataset as one ZIP',
        tags: ['blueprints'],
        params: paramsSchema,
        querystring: exportQuerySchema,
        response: {
          200: { description: 'A ZIP', content: { 'application/zip': { schema: z.string() } } },
          ...describeErrors(['bad_request', 'not_found', 'not_ready', 'internal']),
        },
      },
    },
    async (request, reply) => {
      const { blueprintId } = paramsSchema.parse(request.params);
      const planned = await planExport(
        context,
        blueprintId,
        request.query as z.output<typeof exportQuerySchema>,
      );
      const archive = await archiveDataset(planned.plan, {
        folder: planned.baseName,
        modified: planned.assembled.dataset.createdAt,
        readPicture: async (imageId) => (await context.storage.open(planned.hashOf(imageId))).body,
      }).catch((error: unknown) => {
        planned.close();
        throw error;
      });
      // Also when whoever asked has gone before the first byte.
      const body = Readable.from(archive.bytes(), { objectMode: false }).once('close', planned.close);
      return reply
        .header('content-length', archive.length)
        .header('content-disposition', `attachment; filename="${planned.baseName}.zip"`)
        .header('cache-control', 'no-store')
        .type('application/zip')
        .send(body);
    },
  );
}

type Contents = Pick<ExportPreviewView, 'pictures' | 'good' | 'classes' | 'empty'>;
type Counts = Record<SplitName, number>;

const noPictures: Counts = { train: 0, val: 0, test: 0 };
const nothing: Contents = { pictures: noPictures, good: noPictures, classes: [], empty: true };

function contents({ dataset, split }: AssembledDataset): Contents {
  const count = (of: 'images' | 'good'): Counts => ({
    train: split.splits.train[of],
    val: split.splits.val[of],
    test: split.splits.test[of],
  });
  return {
    pictures: count('images'),
    good: count('good'),
    classes: dataset.classes.map(({ index, name }) => ({
      name,
      pictures: Object.fromEntries(
        splitNames.map((part) => [part, split.classes[index]?.[part] ?? 0]),
      ) as Counts,
      instances: dataset.images
        .flatMap((image) => image.instances)
        .filter((instance) => instance.classIndex === index).length,
    })),
    empty: false,
  };
}
