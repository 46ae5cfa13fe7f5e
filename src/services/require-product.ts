import { AppError } from '#core/app-error.ts';
import { materials, productKinds } from '#core/template/kinds.ts';

/** Throws when the product's kind or material is not one of the catalogue's. */
export function requireProduct(product: { productKind?: string; material?: string }): void {
  requireChoice('product kind', product.productKind, productKinds);
  requireChoice('material', product.material, materials);
}

function requireChoice(what: string, id: string | undefined, choices: readonly { id: string }[]): void {
  if (id === undefined || choices.some((choice) => choice.id === id)) return;
  const known = choices.map((choice) => choice.id).join(', ');
  throw new AppError('bad_request', `There is no ${what} “${id.slice(0, 60)}”. Choose one of: ${known}.`);
}
