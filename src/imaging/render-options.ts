import type { Area } from './area.ts';

/** How a defect is drawn, beside what the prompt says of it. Everything is optional; `null` is the default. */
export type RenderOptions = {
  /**
   * `prior`, the default: where the family usually is; `free`: anywhere on the product; `region`: inside
   * `region`, which is also the default where one is given. A place that the prompt names counts in all three.
   */
  readonly placement?: 'free' | 'prior' | 'region' | null;
  /** No pixel outside it changes. */
  readonly region?: Area | null;
  /**
   * Contrast in units of the surface's variation. A limit: a severity that the prompt names chooses within it,
   * and does not count outside it.
   */
  readonly severityRange?: { readonly min: number; readonly max: number } | null;
  /**
   * Draws marks too weak to be a defect (`allowedVariationRange`), whatever severity is asked for. The picture
   * stays one of a good part: its mask is empty.
   */
  readonly allowedVariation?: boolean;
  /** Share of marks that are barely visible on purpose where nothing names a severity; 0.12 by default. */
  readonly barelyVisibleShare?: number | null;
  /** The photo's scale: sizes in millimetres then count, and are recorded. */
  readonly mmPerPixel?: number | null;
  /** Pictures drawn for the one that is kept, the best by `scoreMarks`; 1 by default. */
  readonly variants?: number | null;
};
