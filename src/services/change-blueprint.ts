import { type Blueprint, findBlueprint, updateBlueprint } from '#db/blueprints.ts';
import { AppError } from '#core/app-error.ts';
import {
  type BlueprintSettings,
  type BlueprintSettingsChange,
  changeSettings,
} from '#core/blueprint/settings.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from './in-blueprint.ts';
import { requireName } from './require-name.ts';
import { requireProduct } from './require-product.ts';

export type BlueprintChange = {
  name?: string;
  productKind?: string;
  material?: string;
  settings?: BlueprintSettingsChange;
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
    const settings = changeSettings(before.settings, change.settings);
    requireRetryDelays(settings);
    await updateBlueprint(trx, blueprintId, {
      name: name ?? before.name,
      product_kind: change.productKind ?? before.product_kind,
      material: change.material ?? before.material,
      settings: JSON.stringify(settings),
    });
    await appendEvent(trx, { blueprintId, type: 'blueprint_changed', actor, payload: { ...change } });
    return (await findBlueprint(trx, blueprintId)) ?? before;
  });
}

function requireRetryDelays({ retry }: BlueprintSettings): void {
  if (retry.delaySeconds <= retry.maxDelaySeconds) return;
  throw new AppError(
    'bad_request',
    `The first delay, ${retry.delaySeconds} s, is longer than the longest, ${retry.maxDelaySeconds} s. Shorten it, or raise the longest.`,
  );
}
