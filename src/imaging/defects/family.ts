import type { Mask } from '#core/annotation/mask.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/**
 * One kind of defect the renderer can draw. A family is one file: what it is called, the words people
 * use for it, and how it changes the light that comes back from the surface.
 */
export type DefectFamily = {
  /** Lower-case kebab, stable for ever: it is stored with every defect. */
  readonly name: string;
  readonly label: string;
  /** One sentence for the user: what it looks like. */
  readonly summary: string;
  /** Words and phrases that name this family in a prompt ("scratch", "score mark"). */
  readonly words: readonly string[];
  /** Draws one picture's marks. Pure: all randomness from `random`. */
  draw(input: DrawInput): Drawing;
};

export type DrawInput = {
  golden: Picture;
  surface: Surface;
  parameters: PromptParameters;
  random: Random;
};

/** Placeholder for the renderer's own design; see README.md in this folder. */
export type Drawing = { picture: Picture; mask: Mask };
