import { brittleDefects } from './brittle-defects.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';
import { generalDefects } from './general-defects.ts';
import { machinedDefects } from './machined-defects.ts';
import { mouldedDefects } from './moulded-defects.ts';
import { sheetDefects } from './sheet-defects.ts';
import { webDefects } from './web-defects.ts';

/** Every defect the built-in catalogue knows: first what belongs to a kind of product, then what any may have. */
export const defectCatalogue: readonly CatalogueEntry[] = [
  ...machinedDefects,
  ...sheetDefects,
  ...mouldedDefects,
  ...brittleDefects,
  ...webDefects,
  ...generalDefects,
];
