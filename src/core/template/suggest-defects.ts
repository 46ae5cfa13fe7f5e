import { defectCatalogue } from './catalogue.ts';
import { materials, productKinds } from './kinds.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import { whyImpossible } from './impossible-defects.ts';

export type Suggestion = {
  name: string;
  family: string;
  prompt: string;
  /** One sentence: why it happens on this product. */
  reason: string;
  expected: 'common' | 'occasional';
};

/**
 * Defects that go wrong with such a product: those of its kind first, common before occasional, then those
 * of its material. An unknown or missing kind or material counts as "any". Only families in
 * `availableFamilies` are offered, none that the material cannot show, no name twice.
 */
export function suggestDefects(
  product: { productKind: string | null; material: string | null },
  availableFamilies: readonly string[],
): Suggestion[] {
  const kind = productKinds.find(({ id }) => id === product.productKind)?.id;
  const material = materials.find(({ id }) => id === product.material)?.id;
  const known = material === 'other' ? undefined : material;
  const fits = (entry: CatalogueEntry): boolean =>
    availableFamilies.includes(entry.family) &&
    whyImpossible(entry.family, known ?? null) === null &&
    (entry.kinds === undefined || entry.kinds.some((id) => id === kind)) &&
    (entry.materials === undefined || known === undefined || entry.materials.includes(known));

  const rank = (entry: CatalogueEntry): number =>
    (entry.kinds === undefined ? 2 : 0) + (entry.expected === 'common' ? 0 : 1);
  const names = new Set<string>();
  return defectCatalogue
    .filter(fits)
    .sort((a, b) => rank(a) - rank(b))
    .filter(({ name }) => !names.has(name) && names.add(name))
    .map(({ name, family, prompt, reason, expected }) => ({ name, family, prompt, reason, expected }));
}
