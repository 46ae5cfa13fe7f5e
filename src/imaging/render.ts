import { AppError } from '#core/app-error.ts';
import type { Box, Mask } from '#core/annotation/mask.ts';
import type { Region } from '#core/annotation/region.ts';
import type { CutOut } from '#imaging/cut-out.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import { leastSeverity } from '#core/prompt/severity.ts';
import { createRandom, type Random } from '#core/random.ts';
import type { DefectFamily, Habits } from '#imaging/defects/family.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import { drawMark, type DrawnMark, type MeasuredMark } from '#imaging/draw-mark.ts';
import { habitsOn } from '#imaging/habits.ts';
import { onMotif, placeMotif, prepareGround, type Ground, type PlacedMotif } from '#imaging/ground.ts';
import type { MotifMemory } from '#imaging/motif-memory.ts';
import { boxOf, maskRows, paintRows, regionOf } from '#imaging/paint.ts';
import type { Picture } from '#imaging/picture.ts';
import { findMotifs } from '#imaging/print/find-motifs.ts';
import { noMotifs } from '#imaging/print/no-motifs.ts';
import type { RenderOptions } from '#imaging/render-options.ts';
import { chooseBest, type Choice } from '#imaging/score.ts';
import type { Mark } from '#imaging/settle.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** Changes whenever any input gives other bytes than before; recorded with every candidate. */
export const RENDERER_VERSION = '5';

/** More marks of one defect than this are not drawn. */
const MOST_MARKS = 40;

export type WantedDefect = {
  readonly family: DefectFamily;
  readonly parameters: PromptParameters;
  /** What is usual by photos of really bad parts, in place of the family's habits. */
  readonly fit?: FittedHabits | null;
  /** What is asked for this one alone (its region), before what is asked for the picture. */
  readonly options?: RenderOptions;
  /** Real things for families that take them; others leave them alone. */
  readonly cutOuts?: readonly CutOut[];
};

export type DefectsInput = {
  readonly golden: Picture;
  /** `analyseSurface(golden)`. */
  readonly surface: Surface;
  /**
   * At least one; drawn in this order, none over another. The picture is made for the first: what finds no
   * place beside it is left out.
   */
  readonly defects: readonly WantedDefect[];
  readonly seed: number;
  readonly options?: RenderOptions;
  /** What earlier pictures of this golden image and surface found; nothing is kept without one. */
  readonly motifs?: MotifMemory;
};

export type RenderInput = Omit<DefectsInput, 'defects'> & Omit<WantedDefect, 'options'>;

/** A picture as the marks that it differs from its golden image by: all that costs work. */
export type Drawn = {
  readonly marks: readonly Mark[];
  /** Those that a mask shows: all, or none where they are allowed variation. */
  readonly labelled: readonly Mark[];
  /** For each mark, the index of its defect. */
  readonly defectOf: readonly number[];
  readonly measured: Measured;
};

export type Rendered = {
  readonly picture: Picture;
  readonly mask: Mask;
  /** One for each mark, cut out of the mask with a tight box; together they are the mask, none overlap. */
  readonly instances: Region[];
  /** The same by defect, in the order asked; empty where one was left out. */
  readonly groups: Region[][];
  /** Mask pixels. */
  readonly area: number;
  readonly measured: Measured;
};

/** What was aimed at and what came out, mark by mark. Plain JSON. */
export type Measured = {
  /** `defect` is the index of the defect asked for, `box` tight in the picture's pixels. */
  marks: (MeasuredMark & { defect: number; box: Box })[];
  /** Defects, by index, that found no place beside the first, each with the sentence why. */
  leftOut: { defect: number; reason: string }[];
  light: { azimuth: number; confidence: number };
  wholeFrame: boolean;
  /** How this one was chosen; `null` when only one was drawn. */
  choice: Choice | null;
};

/** One defect, drawn and painted. See `drawDefects`. */
export function renderDefect({ family, parameters, fit, cutOuts, ...input }: RenderInput): Rendered {
  return renderDefects({ ...input, defects: [{ family, parameters, fit, cutOuts }] });
}

/** Several defects in one picture, drawn and painted. See `drawDefects`. */
export function renderDefects(input: DefectsInput): Rendered {
  const { golden, defects } = input;
  const { width, height } = golden;
  const { marks, labelled, defectOf, measured } = drawDefects(input);
  const instances = labelled.map(regionOf);
  return {
    picture: { ...golden, data: paintRows(golden, marks, 0, height) },
    mask: { width, height, data: maskRows(width, labelled, 0, height) },
    instances,
    groups: defects.map((_, defect) => instances.filter((__, k) => defectOf[k] === defect)),
    area: instances.reduce((sum, { area }) => sum + area, 0),
    measured,
  };
}

/**
 * Draws the marks of one picture. Pure: the same input gives the same bytes. Outside the marks the picture
 * equals the golden image; every pixel of a mark changed by a just-noticeable difference or more; the
 * first defect has a mark at least. Throws AppError `bad_request` when it finds no place that can show it.
 */
export function drawDefects({ golden, surface, defects, seed, options = {}, motifs }: DefectsInput): Drawn {
  const [first, ...others] = defects.map(({ options: own, ...wanted }): Order => ({
    ...wanted,
    options: { ...options, ...own },
    motifs,
    grounds: null,
  }));
  if (!first) throw new Error('no defect to draw');
  first.grounds = groundsOf(golden, surface, first);
  return chooseBest(golden, options.variants ?? 1, (variant) =>
    drawVariant(
      golden,
      surface,
      [first, ...others],
      variant === 0 ? `${seed}` : `${seed} variant ${variant}`,
    ),
  );
}

/** A defect with all that is asked for it, and what it is drawn on once that is prepared: for each motif a ground. */
type Order = Omit<WantedDefect, 'options'> & {
  options: RenderOptions;
  motifs: MotifMemory | undefined;
  grounds: readonly Ground[] | null;
};

function groundsOf(golden: Picture, surface: Surface, { family, options, motifs }: Order): readonly Ground[] {
  const ground = prepareGround(surface, options);
  if (family.worksOn === undefined) return [ground];
  const look = (): readonly PlacedMotif[] =>
    findMotifs(golden, ground).map((motif) => placeMotif(ground, motif));
  const placed = motifs?.recall(ground.region, look) ?? look();
  if (placed.length === 0) throw noMotifs(ground, family.worksOn);
  return placed.map((motif) => onMotif(ground, motif));
}

function drawVariant(golden: Picture, surface: Surface, orders: readonly Order[], seed: string): Drawn {
  const drawn: (DrawnMark & { defect: number })[] = [];
  const leftOut: Measured['leftOut'] = [];
  for (const [defect, order] of orders.entries()) {
    try {
      order.grounds ??= groundsOf(golden, surface, order);
      const random = createRandom(`${order.family.name} ${defect === 0 ? seed : `${seed} ${defect}`}`);
      const earlier = drawn.map(({ mark }) => mark);
      const marks = drawOrder(golden, order.grounds, order, random, earlier);
      drawn.push(...marks.map((mark) => ({ ...mark, defect })));
    } catch (error) {
      if (defect === 0 || !(error instanceof AppError)) throw error;
      leftOut.push({ defect, reason: error.message });
    }
  }
  const { options, grounds } = orders[0]!;
  const { light, wholeFrame } = grounds![0]!.surface;
  const marks = drawn.map(({ mark }) => mark);
  return {
    marks,
    labelled: options.allowedVariation ? [] : marks,
    defectOf: drawn.map(({ defect }) => defect),
    measured: {
      marks: drawn.map(({ mark, measured, defect }) => ({ ...measured, defect, box: boxOf(mark) })),
      leftOut,
      light: { azimuth: light.azimuth, confidence: light.confidence },
      wholeFrame,
      choice: null,
    },
  };
}

/** One defect's marks beside those that are there. Throws AppError `bad_request` when it has no place. */
function drawOrder(
  golden: Picture,
  grounds: readonly Ground[],
  { family, parameters, fit = null, cutOuts: offered = [], options }: Order,
  random: Random,
  earlier: readonly Mark[],
): DrawnMark[] {
  const habits = habitsOn(grounds[0]!.surface, family.habits, fit);
  const wanted = countOf(parameters, habits, random.fork('count'));
  const count = habits.takesWhole ? Math.min(wanted, grounds.length) : wanted;
  const first = random.fork('ground').integer(0, grounds.length - 1);
  const cutOuts = family.takesCutOuts ? offered : [];
  const drawn: DrawnMark[] = [];
  for (let k = 0; k < count; k++) {
    const fresh = random.fork(`mark ${k}`);
    const taken = [...earlier, ...drawn.map(({ mark }) => mark)];
    const ground = grounds[(first + k) % grounds.length]!;
    const best = drawMark({
      golden,
      ground,
      family,
      habits,
      fit,
      parameters,
      cutOuts,
      options,
      random: fresh,
      taken,
    });
    // Whatever was aimed at: what would be a defect must not pass for a good part.
    if (!best || (options.allowedVariation && best.measured.contrast.units >= leastSeverity)) continue;
    drawn.push(best);
  }
  if (drawn.length === 0) throw noPlace(family, grounds[0]!, options);
  return drawn;
}

function noPlace(family: DefectFamily, { placement }: Ground, { allowedVariation }: RenderOptions): AppError {
  const label = family.label.toLowerCase();
  if (allowedVariation) {
    return new AppError(
      'bad_request',
      `No place on this product can show a ${label} so faint that the part is still good: turn allowed variation off, or ask for a smaller one.`,
    );
  }
  return new AppError(
    'bad_request',
    placement === 'region'
      ? `The region is too small to show a ${label} as asked: draw a larger region, or ask for a smaller or stronger one.`
      : `No place on this product can show a ${label} as asked: ask for a larger or stronger one, or another place.`,
  );
}

function countOf(parameters: PromptParameters, habits: Habits, random: Random): number {
  if (parameters.count) {
    const { min, max } = parameters.count;
    return Math.max(1, Math.min(MOST_MARKS, random.integer(Math.ceil(min), Math.floor(max))));
  }
  let count = 1;
  while (count < 4 && random.chance(habits.another)) count++;
  return count;
}
