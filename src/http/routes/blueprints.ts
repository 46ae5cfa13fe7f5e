import type { FastifyInstance } from 'fastify';
import {
  changeBlueprint,
  createBlueprint,
  deleteBlueprint,
  getBoard,
  listBlueprints,
} from '#contract/blueprint.ts';
import * as changing from '#services/change-blueprint.ts';
import * as creating from '#services/create-blueprint.ts';
import * as deleting from '#services/delete-blueprint.ts';
import * as listing from '#services/list-blueprints.ts';
import { readBoard } from '#services/read-board.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { blueprintView, boardView, summaryView } from '../views/blueprint.ts';

export function registerBlueprints(app: FastifyInstance, context: Context): void {
  handle(app, listBlueprints, async ({ query: { changedFrom, changedBefore, ...query } }) => {
    const { rows, next } = await listing.listBlueprints(context, {
      ...query,
      ...(changedFrom !== undefined && { changedFrom: new Date(changedFrom) }),
      ...(changedBefore !== undefined && { changedBefore: new Date(changedBefore) }),
    });
    return { blueprints: rows.map(summaryView), next };
  });

  handle(app, createBlueprint, async ({ body, actor }) =>
    blueprintView(await creating.createBlueprint(context, body, actor)),
  );

  handle(app, getBoard, async ({ params }) => boardView(await readBoard(context, params.blueprintId)));

  handle(app, changeBlueprint, async ({ params, body, actor }) =>
    blueprintView(await changing.changeBlueprint(context, params.blueprintId, body, actor)),
  );

  handle(app, deleteBlueprint, async ({ params }) => {
    await deleting.deleteBlueprint(context, params.blueprintId);
    return { deleted: true as const };
  });
}
