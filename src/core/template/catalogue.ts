import type { CatalogueEntry } from './catalogue-entry.ts';
import { generalDefects } from './general-defects.ts';
import { metalDefects } from './metal-defects.ts';
import { otherDefects } from './other-defects.ts';

/** Every defect the built-in catalogue knows: first what belongs to a kind of product, then what any may have. */
export const defectCatalogue: readonly CatalogueEntry[] = [
  ...metalDefects,
  ...otherDefects,
  ...generalDefects,
];
