import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { Random } from '#core/random.ts';
import { atSeverity } from '#imaging/at-severity.ts';
import { prepareLayer } from '#imaging/composite.ts';
import type { Canvas } from '#imaging/craft/canvas.ts';
import { type CutOut, cutOutMm } from '#imaging/cut-out.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import type { DefectFamily, Habits } from '#imaging/defects/family.ts';
import type { Ground } from '#imaging/ground.ts';
import { sayAsFitted } from '#imaging/habits.ts';
import type { Picture } from '#imaging/picture.ts';
import { placeMark, type Placement } from '#imaging/placement.ts';
import type { RenderOptions } from '#imaging/render-options.ts';
import { withScratch } from '#imaging/scratch.ts';
import type { Mark } from '#imaging/settle.ts';
import { drawWish, leastOf, type Aim, type Wish } from '#imaging/severity.ts';

/** Placements tried for one mark, each on fresh random numbers and, after the first few, smaller. */
const TRIES = 10;
/** Of a mark in a drawn region, at least this share must be kept: what is left of others is a fragment. */
const LEAST_KEPT = 0.6;

export type MeasuredMark = {
  aimed: Aim;
  /** Severity that came out, in units of the surface's variation or of the mark's own yardstick; in grey levels. */
  contrast: { units: number; levels: number; unit: number };
  /** False when the surface could not show the aimed contrast (a dark mark on black). */
  reached: boolean;
  region: string;
  unmet: readonly string[];
  /** Longest extent (px, in parts of the product, millimetres where known) and direction (degrees, counter-clockwise). */
  size: { px: number; part: number; mm: number | null };
  degrees: number;
  tries: number;
  area: number;
  /** The number of real samples that it was fitted to; `null` where the family's own habits were at work. */
  fittedTo: number | null;
  /** Content of the cut-out that it was drawn from. */
  cutOut: string | null;
};

export type DrawnMark = { readonly mark: Mark; readonly measured: MeasuredMark };

/** A mark at one place, and how much of what it takes to be found in the texture there it has, at most 1. */
type Attempt = DrawnMark & { readonly seen: number };

type MarkInput = {
  readonly golden: Picture;
  readonly ground: Ground;
  readonly family: DefectFamily;
  /** What is usual for it here (`habitsOn`), and the fit that this comes from. */
  readonly habits: Habits;
  readonly fit: FittedHabits | null;
  readonly parameters: PromptParameters;
  /** Real things that may be drawn; one is picked for each mark. */
  readonly cutOuts: readonly CutOut[];
  readonly options: RenderOptions;
  readonly random: Random;
  /** Earlier marks of the picture: their pixels are theirs. */
  readonly taken: readonly Mark[];
};

/** Tries placements until one reaches the aimed contrast on the product; else the best that is visible. */
export function drawMark(given: MarkInput): DrawnMark | null {
  const { ground, habits, fit, options, random, taken } = given;
  const cutOut = given.cutOuts.length > 0 ? random.fork('cut-out').pick(given.cutOuts) : null;
  const asked = cutOut ? sizedAs(cutOut, given.parameters, ground) : given.parameters;
  const parameters = sayAsFitted(asked, habits, fit, random.fork('fit'));
  const input = { ...given, parameters, cutOut };
  const wish = drawWish(parameters, habits, random.fork('aim'), options);
  let best: Attempt | null = null;
  let bestScore = 0;
  for (let k = 0; k < TRIES; k++) {
    const fresh = random.fork(`try ${k}`);
    const shrink = k < 4 ? 1 : 0.85 ** (k - 3);
    const placement = placeMark({
      ground,
      parameters,
      habits,
      random: fresh.fork('place'),
      shrink,
      taken,
    });
    if (!placement) return null;
    // Only where the surface shows next to nothing of it (black, white) does the mark change its tone.
    const isLost = (best?.measured.contrast.units ?? 0) < 0.5 * leastOf(wish) || (best?.seen ?? 0) < 0.5;
    const turned = k >= TRIES - 3 && isLost;
    const attempt = withScratch((): Attempt | null =>
      drawAt(input, placement, wish, fresh, { tries: k + 1, turned }),
    );
    if (!attempt) continue;
    const kept = attempt.mark.area / (attempt.mark.area + attempt.mark.lost);
    if (ground.limits.length > 0 && kept < LEAST_KEPT) continue;
    const { reached, contrast, aimed } = attempt.measured;
    const score = (reached ? 1 : 0.3 * Math.min(1, contrast.units / aimed.min)) * kept * attempt.seen;
    if (score > bestScore) {
      best = attempt;
      bestScore = score;
    }
    if (score > 0.7) break;
  }
  return best && { mark: best.mark, measured: best.measured };
}

/** A thing of known size is that large on a photo of known scale, unless the prompt says otherwise. */
function sizedAs(cutOut: CutOut, parameters: PromptParameters, { mmPerPixel }: Ground): PromptParameters {
  const mm = cutOutMm(cutOut);
  if (mm === null || mmPerPixel === null || parameters.size || parameters.sizeMm) return parameters;
  return { ...parameters, sizeMm: { min: mm, max: mm } };
}

function drawAt(
  { golden, ground, family, fit, parameters, taken, cutOut }: MarkInput & { cutOut: CutOut | null },
  placement: Placement,
  wish: Wish,
  random: Random,
  { tries, turned }: { tries: number; turned: boolean },
): Attempt | null {
  const { surface } = ground;
  const { site } = placement;
  const frame = { width: golden.width, height: golden.height };
  const canvas = family.draw({
    frame,
    photo: golden,
    site,
    ground,
    motif: ground.motif,
    units: wish.aim.units,
    parameters,
    cutOut,
    random: random.fork('draw'),
  });
  if (turned && !ground.motif) turnTone(canvas);
  const layer = prepareLayer(golden, ground, canvas, random.fork('noise').integer(0, 0x7fffffff));
  if (layer.active.length === 0) return null;
  const { mark, units, levels, aimed, seen } = atSeverity(golden, surface, layer, wish, site.luma, taken);
  if (mark.area === 0) return null;
  return {
    // A copy that outlives the attempt.
    mark: { ...mark, owned: mark.owned.slice(), values: mark.values.slice() },
    seen,
    measured: {
      aimed,
      contrast: { units: round(units), levels: round(levels), unit: round(levels / units) },
      reached: units >= aimed.min && units <= aimed.max,
      region: placement.region,
      unmet: placement.unmet,
      size: {
        px: round(site.size),
        part: round(site.size / site.diameter),
        mm: ground.mmPerPixel ? round(site.size * ground.mmPerPixel) : null,
      },
      degrees: round(((((-site.angle * 180) / Math.PI) % 180) + 180) % 180),
      tries,
      area: mark.area,
      fittedTo: fit?.samples ?? null,
      cutOut: cutOut?.id ?? null,
    },
  };
}

/** For surfaces that cannot show the drawn tone at all (black, white): what was dark becomes light, and back. */
function turnTone(canvas: Canvas): void {
  for (let i = 0; i < canvas.light.length; i++) {
    const dark = canvas.density[i]! + (canvas.relief ? 0.4 * canvas.support[i]! : 0);
    canvas.density[i] = Math.max(0, canvas.light[i]!, canvas.cover[i]!);
    canvas.light[i] = 0.4 * dark;
    canvas.cover[i] = 0;
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
