import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import {
  datasetFilePath,
  datasetFilesPath,
  datasetPartPath,
  getDataset,
  listDatasets,
  requestDataset,
} from '#contract/dataset.ts';
import { apiPrefix } from '#contract/route.ts';
import * as reading from '#services/delivery/read-dataset.ts';
import * as requesting from '#services/delivery/request-dataset.ts';
import { createFileReader, frozenFileAt, frozenFiles, streamPart } from '#services/delivery/stream-part.ts';
import type { Context } from '#context.ts';
import { describeErrors, handle } from '../handle.ts';
import { sendRanges } from '../send-ranges.ts';
import { datasetFileView, datasetVersionView } from '../views/dataset.ts';

const partSchema = z.object({ versionId: z.uuid(), number: z.coerce.number().int().min(1).max(1e9) });
const fileSchema = partSchema.extend({ place: z.coerce.number().int().min(0).max(1e9) });

export function registerDatasets(app: FastifyInstance, context: Context): void {
  handle(app, requestDataset, async ({ params, body: { release, ...options }, actor }) =>
    datasetVersionView(await requesting.requestDataset(context, params.blueprintId, release, options, actor)),
  );

  handle(app, listDatasets, async ({ params }) => ({
    versions: (await reading.listDatasets(context, params.blueprintId)).map(datasetVersionView),
  }));

  handle(app, getDataset, async ({ params }) =>
    datasetVersionView(await reading.readDataset(context, params.versionId)),
  );

  app.get(
    apiPrefix + datasetPartPath,
    {
      schema: describe('downloadDataset', 'A part of a dataset version as one ZIP, whole or in ranges', {
        params: partSchema,
        type: 'application/zip',
        isRanged: true,
      }),
    },
    async (request, reply) => {
      const { versionId, number } = partSchema.parse(request.params);
      const { length, etag, fileName, ...part } = await reading.readPart(context, versionId, number);
      void reply.header('content-disposition', `attachment; filename="${fileName}"`);
      return sendRanges(request, reply, {
        length,
        etag,
        type: 'application/zip',
        open: (range) => streamPart(context.storage, part, range),
      });
    },
  );

  app.get(
    apiPrefix + datasetFilesPath,
    {
      schema: describe('listDatasetFiles', 'The files of a part: a line of JSON for each', {
        params: partSchema,
        type: 'application/x-ndjson',
      }),
    },
    async (request, reply) => {
      const { versionId, number } = partSchema.parse(request.params);
      const { listHash } = await reading.readPart(context, versionId, number);
      const lines = async function* (): AsyncGenerator<string> {
        for await (const { file, at } of frozenFiles(context.storage, listHash)) {
          yield `${JSON.stringify(datasetFileView(file, { versionId, part: number, place: at }))}\n`;
        }
      };
      return reply.type('application/x-ndjson').send(Readable.from(lines()));
    },
  );

  app.get(
    apiPrefix + datasetFilePath,
    {
      schema: describe('downloadDatasetFile', 'One file of a dataset version, or where the storage has it', {
        params: fileSchema,
        type: 'application/octet-stream',
        isRanged: true,
      }),
    },
    async (request, reply) => {
      const { versionId, number, place } = fileSchema.parse(request.params);
      const { listHash, packs } = await reading.readPart(context, versionId, number);
      const file = await frozenFileAt(context.storage, listHash, place);
      if (file === undefined) throw new AppError('not_found', 'This dataset version has no such file.');
      const link = file.from === undefined ? await context.storage.link(file.sha256) : null;
      if (link !== null) {
        return reply.header('cache-control', `private, max-age=${link.seconds - 60}`).redirect(link.url, 302);
      }
      return sendRanges(request, reply, {
        length: file.size,
        etag: `"${file.sha256}"`,
        type: 'application/octet-stream',
        open: (range) => createFileReader(context.storage, packs)(file, range),
      });
    },
  );
}

/** For the OpenAPI document. */
function describe(
  operationId: string,
  summary: string,
  { params, type, isRanged = false }: { params: z.ZodObject; type: string; isRanged?: boolean },
): object {
  const content = { [type]: { schema: z.string() } };
  return {
    operationId,
    summary,
    tags: ['dataset-versions'],
    params,
    response: {
      200: { description: 'All of it', content },
      ...(isRanged && { 206: { description: 'The range that was asked for', content } }),
      ...describeErrors(['bad_request', 'not_found', 'not_ready', 'internal']),
    },
  };
}
