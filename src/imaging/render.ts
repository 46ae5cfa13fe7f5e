import { AppError } from '#core/app-error.ts';
import type { Mask } from '#core/annotation/mask.ts';
import type { Region } from '#core/annotation/region.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import { createRandom, type Random } from '#core/random.ts';
import type { DefectFamily, Habits } from '#imaging/defects/family.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import { drawMark, type DrawnMark, type MeasuredMark } from '#imaging/draw-mark.ts';
import { habitsOn } from '#imaging/habits.ts';
import { prepareGround, type Ground } from '#imaging/ground.ts';
import { maskRows, paintRows, regionOf } from '#imaging/paint.ts';
import type { Picture } from '#imaging/picture.ts';
import type { RenderOptions } from '#imaging/render-options.ts';
import { chooseBest, type Choice } from '#imaging/score.ts';
import type { Mark } from '#imaging/settle.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** Changes whenever any input gives other bytes than before; recorded with every candidate. */
export const RENDERER_VERSION = '1';

/** More marks of one defect than this are not drawn. */
const MOST_MARKS = 40;

export type WantedDefect = {
  readonly family: DefectFamily;
  readonly parameters: PromptParameters;
  /** What is usual by photos of really bad parts, in place of the family's habits. */
  readonly fit?: FittedHabits | null;
};

export type DefectsInput = {
  readonly golden: Picture;
  /** `analyseSurface(golden)`. */
  readonly surface: Surface;
  /** At least one; drawn in this order, none over another. */
  readonly defects: readonly WantedDefect[];
  readonly seed: number;
  readonly options?: RenderOptions;
};

export type RenderInput = Omit<DefectsInput, 'defects'> & WantedDefect;

/** A picture as the marks that it differs from its golden image by: all that costs work. */
export type Drawn = {
  readonly marks: readonly Mark[];
  /** For each mark, the index of its defect. */
  readonly defectOf: readonly number[];
  readonly measured: Measured;
};

export type Rendered = {
  readonly picture: Picture;
  readonly mask: Mask;
  /** One for each mark, cut out of the mask with a tight box; together they are the mask, none overlap. */
  readonly instances: Region[];
  /** The same by defect, in the order asked. */
  readonly groups: Region[][];
  /** Mask pixels. */
  readonly area: number;
  readonly measured: Measured;
};

/** What was aimed at and what came out, mark by mark. Plain JSON. */
export type Measured = {
  /** `defect` is the index of the defect asked for. */
  marks: (MeasuredMark & { defect: number })[];
  light: { azimuth: number; confidence: number };
  wholeFrame: boolean;
  /** How this one was chosen; `null` when only one was drawn. */
  choice: Choice | null;
};

/** One defect, drawn and painted. See `drawDefects`. */
export function renderDefect({ family, parameters, fit, ...input }: RenderInput): Rendered {
  return renderDefects({ ...input, defects: [{ family, parameters, fit }] });
}

/** Several defects in one picture, drawn and painted. See `drawDefects`. */
export function renderDefects(input: DefectsInput): Rendered {
  const { golden, defects } = input;
  const { width, height } = golden;
  const { marks, defectOf, measured } = drawDefects(input);
  const instances = marks.map(regionOf);
  return {
    picture: { ...golden, data: paintRows(golden, marks, 0, height) },
    mask: { width, height, data: maskRows(width, marks, 0, height) },
    instances,
    groups: defects.map((_, defect) => instances.filter((__, k) => defectOf[k] === defect)),
    area: instances.reduce((sum, { area }) => sum + area, 0),
    measured,
  };
}

/**
 * Draws the marks of one picture. Pure: the same input gives the same bytes. Outside the marks the picture
 * equals the golden image; every pixel of a mark changed by a just-noticeable difference or more; each
 * defect has a mark at least. Throws AppError `bad_request` when one finds no place that can show it.
 */
export function drawDefects({ golden, surface, defects, seed, options = {} }: DefectsInput): Drawn {
  const ground = prepareGround(surface, options);
  return chooseBest(golden, options.variants ?? 1, (variant) =>
    drawVariant(golden, ground, defects, options, variant === 0 ? `${seed}` : `${seed} variant ${variant}`),
  );
}

function drawVariant(
  golden: Picture,
  ground: Ground,
  defects: readonly WantedDefect[],
  options: RenderOptions,
  seed: string,
): Drawn {
  const { surface } = ground;
  const drawn: (DrawnMark & { defect: number })[] = [];
  const taken: Mark[] = [];
  for (const [defect, { family, parameters, fit = null }] of defects.entries()) {
    const random = createRandom(defect === 0 ? `${family.name} ${seed}` : `${family.name} ${seed} ${defect}`);
    const habits = habitsOn(surface, family.habits, fit);
    const count = countOf(parameters, habits, random.fork('count'));
    const before = drawn.length;
    for (let k = 0; k < count; k++) {
      const fresh = random.fork(`mark ${k}`);
      const best = drawMark({
        golden,
        ground,
        family,
        habits,
        fit,
        parameters,
        options,
        random: fresh,
        taken,
      });
      if (!best) continue;
      taken.push(best.mark);
      drawn.push({ ...best, defect });
    }
    if (drawn.length === before) throw noPlace(family, ground);
  }
  return {
    marks: taken,
    defectOf: drawn.map(({ defect }) => defect),
    measured: {
      marks: drawn.map(({ measured, defect }) => ({ ...measured, defect })),
      light: { azimuth: surface.light.azimuth, confidence: surface.light.confidence },
      wholeFrame: surface.wholeFrame,
      choice: null,
    },
  };
}

function noPlace(family: DefectFamily, { placement }: Ground): AppError {
  const label = family.label.toLowerCase();
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
