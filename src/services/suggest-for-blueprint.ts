import { nameKey } from '#core/blueprint/names.ts';
import { type Suggestion, suggestDefects } from '#core/template/suggest-defects.ts';
import { defectsOf } from '#db/defects.ts';
import type { Context } from '#context.ts';
import { requireBlueprint } from './read-board.ts';

/** What usually goes wrong with such a product; what the blueprint has already is marked, not hidden. */
export async function suggestForBlueprint(
  context: Context,
  blueprintId: string,
): Promise<(Suggestion & { taken: boolean })[]> {
  const blueprint = await requireBlueprint(context.db, blueprintId);
  const taken = new Set((await defectsOf(context.db, blueprintId)).map((defect) => defect.name_key));
  const product = { productKind: blueprint.product_kind, material: blueprint.material };
  return suggestDefects(
    product,
    context.families.map((family) => family.name),
  ).map((suggestion) => ({
    ...suggestion,
    taken: taken.has(nameKey(suggestion.name)),
  }));
}
