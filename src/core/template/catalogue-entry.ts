import type { MaterialId, ProductKindId } from './kinds.ts';

/** One thing that goes wrong, as the field calls it. */
export type CatalogueEntry = {
  readonly name: string;
  /** The renderer family that draws it. */
  readonly family: string;
  /** Where it happens; left out means on any. */
  readonly kinds?: readonly ProductKindId[];
  readonly materials?: readonly MaterialId[];
  readonly expected: 'common' | 'occasional';
  /** The first prompt of its cells. Reads completely with the lexicon; a test sees to it. */
  readonly prompt: string;
  /** One sentence for a quality engineer: why it happens there. */
  readonly reason: string;
};
