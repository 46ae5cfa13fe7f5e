import { type Blueprint, findBlueprint, updateBlueprint } from '#db/blueprints.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
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
  return inBlueprint(context, blueprintId, async (trx, before) => {
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
