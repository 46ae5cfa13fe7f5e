import type { FastifyInstance } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { addCutOut, listCutOuts, removeCutOut } from '#contract/cut-out.ts';
import * as adding from '#services/add-cut-out.ts';
import { readCutOuts } from '#services/read-cut-outs.ts';
import * as removing from '#services/remove-cut-out.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { readForm, requireWhole } from '../read-files.ts';
import { cutOutView } from '../views/cut-out.ts';

export function registerCutOuts(app: FastifyInstance, context: Context): void {
  handle(app, listCutOuts, async ({ params }) => ({
    cutOuts: (await readCutOuts(context, params.defectId)).map(cutOutView),
  }));

  handle(app, addCutOut, async ({ params, request, actor }) => {
    const { files, fields } = await readForm(request);
    const picture = files.get('picture');
    if (picture === undefined) {
      throw new AppError('bad_request', 'No picture came with the request. Choose one.');
    }
    requireWhole(picture);
    const file = { name: picture.name, bytes: picture.bytes, lengthMm: fields.get('lengthMm') };
    return cutOutView(await adding.addCutOut(context, params.defectId, file, actor));
  });

  handle(app, removeCutOut, async ({ params, actor }) => {
    await removing.removeCutOut(context, params.cutOutId, actor);
    return { removed: true as const };
  });
}
