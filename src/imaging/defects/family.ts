import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import type { Canvas, Frame } from '#imaging/craft/canvas.ts';
import type { Point } from '#imaging/craft/path.ts';
import type { Ground } from '#imaging/ground.ts';
import type { CutOut } from '#imaging/cut-out.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Motif } from '#imaging/print/motif.ts';
import type { Light } from '#imaging/surface/light.ts';

/**
 * One kind of defect the renderer can draw. A family is one file: what it is called, the words people
 * use for it, what is usual for it, and how one mark changes the light. Where it goes, how strong it
 * becomes, blur, noise, rounding and the mask are the mechanism's work (see `../README.md`).
 */
export type DefectFamily = {
  /** Lower-case kebab, stable for ever: it is stored with every defect. */
  readonly name: string;
  readonly label: string;
  /** One sentence for the user: what it looks like. */
  readonly summary: string;
  /** Words and phrases that name this family in a prompt ("scratch", "score mark"). */
  readonly words: readonly string[];
  readonly habits: Habits;
  /**
   * For families that change what is printed or stuck on the product: what it is called in a sentence that it was not
   * found. It is looked for before anything is placed.
   */
  readonly worksOn?: string;
  /** True when real things, cut out of photos, can be laid on the part in its place. */
  readonly takesCutOuts?: boolean;
  /** Draws one mark at strength 1. Pure: all randomness from `input.random`. */
  draw(input: DrawInput): Canvas;
};

/** What is usual where the prompt says nothing. */
export type Habits = {
  /** Longest extent in parts of the product's diameter: log-normal around `median`, within the limits. */
  readonly size: {
    readonly median: number;
    readonly spread: number;
    readonly min: number;
    readonly max: number;
  };
  /** Width of the footprint in parts of its length: 0.02 for a line, 1 for a blob. */
  readonly slenderness: number;
  /** Longest extent of a mark's mask in parts of the size it is drawn at; 1 when left out. */
  readonly extent?: number;
  /**
   * Contrast in units of the surface's own variation: log-normal around `median`, from 2.6 to 13.5 if not said.
   * `share` is how much of a surface's brightness such a defect usually takes or adds, whatever surrounds it: a
   * hole in white paint is dark. It counts where it asks for more than the units do, which is on calm surfaces.
   */
  readonly contrast: {
    readonly median: number;
    readonly spread: number;
    readonly min?: number;
    readonly max?: number;
    readonly share?: number;
  };
  /** Chance of a second mark, and again of a third, up to four. */
  readonly another: number;
  /** Weights of the places where it starts. */
  readonly where: {
    readonly anywhere: number;
    readonly edge: number;
    readonly hole: number;
    readonly corner: number;
  };
  /** True when a mark at an edge or hole grows from it inwards rather than lying near it. */
  readonly growsFromEdge: boolean;
  /** True when a mark at an edge or hole runs along it: its site then has the `outline`. */
  readonly followsRim?: boolean;
  /** True when a mark is all of a motif: its site is then the motif's own place and extent. */
  readonly takesWhole?: boolean;
};

export type DrawInput = {
  readonly frame: Frame;
  /** The golden image, for families that move or borrow what is in it. */
  readonly photo: Picture;
  readonly site: Site;
  readonly ground: Ground;
  /** The print or label, for a family that `worksOn` one. */
  readonly motif: Motif | null;
  /** The severity aimed at, in units: for families whose marks change with it in more than strength. */
  readonly units: number;
  readonly parameters: PromptParameters;
  readonly random: Random;
  /** A real thing to draw, for families that take cut-outs. */
  readonly cutOut?: CutOut | null;
};

/** Where one mark goes and what the surface is like there. Lengths in full-size px, angles in radians, y down. */
export type Site = {
  readonly x: number;
  readonly y: number;
  /** Direction of the mark's long axis. */
  readonly angle: number;
  /** Longest extent. */
  readonly size: number;
  /** For families that follow the rim, at a rim: the outline there, the product on the right of the way. */
  readonly outline: readonly Point[] | null;
  /** For families that grow from an edge, at one that shows against the background: its nearest point, and the way inwards. */
  readonly rim: (Point & { readonly inward: number }) | null;
  /** The product's diameter. */
  readonly diameter: number;
  /** Hair-line width that suits the photo: 1 px on a product of 600 px or a texture of 400, never under 0.5. */
  readonly hair: number;
  readonly light: Light;
  /** Mean luma around the mark, 0-255. */
  readonly luma: number;
  readonly grain: { readonly angle: number; readonly coherence: number };
};
