import type { FastifyInstance } from 'fastify';
import { changeProject, getProject, listProjects, listProviders, listSpending } from '#contract/provider.ts';
import { spendingOf } from '#db/spending.ts';
import * as listing from '#services/list-projects.ts';
import { requireBlueprint } from '#services/read-board.ts';
import * as changing from '#services/remote/change-project.ts';
import { readProject } from '#services/read-project.ts';
import { readProviders } from '#services/remote/read-providers.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';

export function registerProviders(app: FastifyInstance, context: Context): void {
  handle(app, listProviders, async () => ({ providers: await readProviders(context) }));

  handle(app, listProjects, async ({ query }) => {
    const { rows, next } = await listing.listProjects(context, query);
    return { projects: rows, next };
  });

  handle(app, getProject, async ({ params }) => readProject(context, params.projectId));

  handle(app, changeProject, async ({ params, body, actor }) =>
    changing.changeProject(context, params.projectId, body, actor),
  );

  handle(app, listSpending, async ({ params }) => {
    await requireBlueprint(context.db, params.blueprintId);
    const models = await spendingOf(context.db, params.blueprintId);
    return { totalMicros: models.reduce((sum, { micros }) => sum + micros, 0), models };
  });
}
