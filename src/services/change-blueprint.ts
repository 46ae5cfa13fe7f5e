import { type Blueprint, findBlueprint, lockBlueprint, updateBlueprint } from '#db/blueprints.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { noSuchBlueprint } from './read-board.ts';
import { requireName } from './require-name.ts';
import { requireProduct } from './require-product.ts';

export type BlueprintChange = {
  name?: string;
  productKind?: string;
  material?: string;
  settings?: Partial<BlueprintSettings>;
};

export async function changeBlueprint(
  context: Context,
  blueprintId: string,
  change: BlueprintChange,
  actor: string,
): Promise<Blueprint> {
  const name = change.name === undefined ? undefined : requireName('blueprint', change.name);
  requireProduct(change);
  return context.db.transaction().execute(async (trx) => {
    const before = await lockBlueprint(trx, blueprintId);
    if (before === undefined) throw noSuchBlueprint();
    await updateBlueprint(trx, blueprintId, {
      name: name ?? before.name,
      product_kind: change.productKind ?? before.product_kind,
      material: change.material ?? before.material,
      settings: JSON.stringify({ ...before.settings, ...change.settings }),
    });
    await appendEvent(trx, { blueprintId, type: 'blueprint_changed', actor, payload: { ...change } });
    return (await findBlueprint(trx, blueprintId)) ?? before;
  });
}
