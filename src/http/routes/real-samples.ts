import type { FastifyInstance } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { addRealSample, listRealSamples, removeRealSample } from '#contract/real-sample.ts';
import * as adding from '#services/add-real-sample.ts';
import { readRealSamples } from '#services/read-real-samples.ts';
import * as removing from '#services/remove-real-sample.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { readForm, requireWhole } from '../read-files.ts';
import { realSamplesView, realSampleView } from '../views/real-sample.ts';

export function registerRealSamples(app: FastifyInstance, context: Context): void {
  handle(app, listRealSamples, async ({ params }) =>
    realSamplesView(await readRealSamples(context, params.defectId)),
  );

  handle(app, addRealSample, async ({ params, request, actor }) => {
    const { files } = await readForm(request);
    const picture = files.get('picture');
    const mask = files.get('mask');
    if (picture === undefined) {
      throw new AppError('bad_request', 'No picture came with the request. Choose one.');
    }
    if (mask === undefined) {
      throw new AppError(
        'bad_request',
        `"${picture.name}" came without a mask: add one of its size, the defect white on black.`,
      );
    }
    for (const file of files.values()) requireWhole(file);
    const sample = { name: picture.name, picture: picture.bytes, mask: mask.bytes };
    return realSampleView(await adding.addRealSample(context, params.defectId, sample, actor));
  });

  handle(app, removeRealSample, async ({ params, actor }) => {
    await removing.removeRealSample(context, params.realSampleId, actor);
    return { removed: true as const };
  });
}
