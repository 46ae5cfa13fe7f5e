import { randomUUID } from 'node:crypto';
import { AppError } from '#core/app-error.ts';
import { requireName } from './require-name.ts';
import { defaultSettings } from '#core/blueprint/settings.ts';
import { type Blueprint, findBlueprint, insertBlueprint } from '#db/blueprints.ts';
import { appendEvent } from '#db/events.ts';
import { findProject, firstProject } from '#db/projects.ts';
import type { Context } from '#context.ts';
import { requireProduct } from './require-product.ts';

export type NewBlueprint = { projectId?: string; name: string; productKind: string; material: string };

export async function createBlueprint(
  context: Context,
  order: NewBlueprint,
  actor: string,
): Promise<Blueprint> {
  const name = requireName('blueprint', order.name);
  requireProduct(order);
  return context.db.transaction().execute(async (trx) => {
    const project = await (order.projectId === undefined
      ? firstProject(trx)
      : findProject(trx, order.projectId));
    if (project === undefined)
      throw new AppError('not_found', 'There is no such project. Choose one of the list.');
    const id = randomUUID();
    await insertBlueprint(trx, {
      id,
      project_id: project.id,
      name,
      product_kind: order.productKind,
      material: order.material,
      author: actor,
      settings: JSON.stringify(defaultSettings),
    });
    await appendEvent(trx, { blueprintId: id, type: 'blueprint_created', actor, payload: { name } });
    const blueprint = await findBlueprint(trx, id);
    if (blueprint === undefined) throw new Error('a blueprint vanished in its own transaction');
    return blueprint;
  });
}
