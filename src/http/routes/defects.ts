import type { FastifyInstance } from 'fastify';
import { addDefects, changeDefect, removeDefect } from '#contract/defect.ts';
import * as adding from '#services/add-defects.ts';
import * as changing from '#services/change-defect.ts';
import * as removing from '#services/remove-defect.ts';
import type { Context } from '#context.ts';
import { localUser } from '../actor.ts';
import { handle } from '../handle.ts';
import { defectView } from '../views/defect.ts';

export function registerDefects(app: FastifyInstance, context: Context): void {
  handle(app, addDefects, async ({ params, body }) => {
    const rows = await adding.addDefects(context, params.blueprintId, body.defects, localUser);
    return { defects: rows.map(defectView) };
  });

  handle(app, changeDefect, async ({ params, body }) =>
    defectView(await changing.changeDefect(context, params.defectId, body, localUser)),
  );

  handle(app, removeDefect, async ({ params }) => {
    await removing.removeDefect(context, params.defectId, localUser);
    return { removed: true as const };
  });
}
