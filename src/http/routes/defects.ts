import type { FastifyInstance } from 'fastify';
import { addDefects, changeDefect, changeRejectReasons, removeDefect } from '#contract/defect.ts';
import * as adding from '#services/add-defects.ts';
import * as changing from '#services/change-defect.ts';
import * as reasons from '#services/change-reasons.ts';
import * as removing from '#services/remove-defect.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { defectView } from '../views/defect.ts';

export function registerDefects(app: FastifyInstance, context: Context): void {
  handle(app, addDefects, async ({ params, body, actor }) => {
    const rows = await adding.addDefects(context, params.blueprintId, body.defects, actor);
    return { defects: rows.map(defectView) };
  });

  handle(app, changeDefect, async ({ params, body, actor }) =>
    defectView(await changing.changeDefect(context, params.defectId, body, actor)),
  );

  handle(app, changeRejectReasons, async ({ params, body, actor }) =>
    defectView(await reasons.changeRejectReasons(context, params.defectId, body.reasons, actor)),
  );

  handle(app, removeDefect, async ({ params, actor }) => {
    await removing.removeDefect(context, params.defectId, actor);
    return { removed: true as const };
  });
}
