import { AppError } from '#core/app-error.ts';
import { measureMask, type Mask } from '#core/annotation/mask.ts';
import type { Region } from '#core/annotation/region.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import { createRandom, type Random } from '#core/random.ts';
import { prepareLayer } from '#imaging/composite.ts';
import { contrastOf, solveStrength } from '#imaging/contrast.ts';
import { JUST_NOTICEABLE } from '#imaging/colour.ts';
import type { Canvas } from '#imaging/craft/canvas.ts';
import type { DefectFamily } from '#imaging/defects/family.ts';
import type { Picture } from '#imaging/picture.ts';
import { placeMark, type Placement } from '#imaging/placement.ts';
import { settleMark, type Mark } from '#imaging/settle.ts';
import { contrastUnit, drawAim, easeAim, type Aim } from '#imaging/severity.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** Changes whenever any input gives other bytes than before; recorded with every candidate. */
export const RENDERER_VERSION = '1';

/** Placements tried for one mark, each on fresh random numbers and, after the first few, smaller. */
const TRIES = 10;

export type RenderInput = {
  readonly golden: Picture;
  /** `analyseSurface(golden)`. */
  readonly surface: Surface;
  readonly family: DefectFamily;
  readonly parameters: PromptParameters;
  readonly seed: number;
};

export type Rendered = {
  readonly picture: Picture;
  readonly mask: Mask;
  /** One for each mark, cut out of the mask with a tight box; together they are the mask, none overlap. */
  readonly instances: Region[];
  /** Mask pixels. */
  readonly area: number;
  readonly measured: Measured;
};

/** What was aimed at and what came out, mark by mark. Plain JSON. */
type Measured = {
  marks: MeasuredMark[];
  light: { azimuth: number; confidence: number };
  wholeFrame: boolean;
};

type MeasuredMark = {
  aimed: Aim;
  /** Contrast that came out: in units of the surface's variation, and in grey levels. */
  contrast: { units: number; levels: number; unit: number };
  /** False when the surface could not show the aimed contrast (a dark mark on black). */
  reached: boolean;
  region: string;
  unmet: readonly string[];
  /** Longest extent (px, and in parts of the product) and direction (degrees, counter-clockwise). */
  size: { px: number; part: number };
  degrees: number;
  tries: number;
  area: number;
};

/**
 * Draws one picture. Pure: the same input gives the same bytes. Outside the mask the picture equals the
 * golden image; every mask pixel changed by a just-noticeable difference or more; the mask is never empty.
 * Throws AppError `bad_request` when no place on the product can show the defect.
 */
export function renderDefect({ golden, surface, family, parameters, seed }: RenderInput): Rendered {
  const random = createRandom(`${family.name} ${seed}`);
  const picture: Picture = { ...golden, data: new Uint8Array(golden.data) };
  const data = new Uint8Array(golden.width * golden.height);
  const marks: MeasuredMark[] = [];
  const instances: Region[] = [];
  const count = countOf(parameters, family, random.fork('count'));
  for (let k = 0; k < count; k++) {
    const best = drawMark({
      golden,
      surface,
      family,
      parameters,
      random: random.fork(`mark ${k}`),
      taken: data,
    });
    if (!best) continue;
    commit(best.mark, picture, data);
    instances.push(regionOf(best.mark));
    marks.push(best.measured);
  }
  if (instances.length === 0) {
    throw new AppError(
      'bad_request',
      `No place on this product can show a ${family.label.toLowerCase()} as asked: ask for a larger or stronger one, or another place.`,
    );
  }
  return {
    picture,
    mask: { width: golden.width, height: golden.height, data },
    instances,
    area: instances.reduce((sum, { area }) => sum + area, 0),
    measured: {
      marks,
      light: { azimuth: surface.light.azimuth, confidence: surface.light.confidence },
      wholeFrame: surface.wholeFrame,
    },
  };
}

function countOf(parameters: PromptParameters, family: DefectFamily, random: Random): number {
  if (parameters.count) {
    return Math.max(
      1,
      Math.min(40, random.integer(Math.ceil(parameters.count.min), Math.floor(parameters.count.max))),
    );
  }
  let count = 1;
  while (count < 4 && random.chance(family.habits.another)) count++;
  return count;
}

type Attempt = { mark: Mark; measured: MeasuredMark };

/** Tries placements until one reaches the aimed contrast on the product; else the best that is visible. */
function drawMark(input: Omit<RenderInput, 'seed'> & { random: Random; taken: Uint8Array }): Attempt | null {
  const { surface, family, parameters, random, taken } = input;
  let aim = drawAim(parameters, family.habits, random.fork('aim'));
  let best: Attempt | null = null;
  let bestScore = 0;
  for (let k = 0; k < TRIES; k++) {
    const fresh = random.fork(`try ${k}`);
    const shrink = k < 4 ? 1 : 0.85 ** (k - 3);
    const placement = placeMark({
      surface,
      parameters,
      habits: family.habits,
      random: fresh.fork('place'),
      shrink,
      taken,
    });
    if (!placement) return null;
    // Nobody asked for this much, and the surface cannot show it: less is right. Only where not even that is
    // seen (black, white) does the mark change its tone.
    if (parameters.severity === null && (k === 4 || k === 7) && !best?.measured.reached) aim = easeAim(aim);
    const turned = k >= TRIES - 3 && (best?.measured.contrast.units ?? 0) < 0.5 * aim.min;
    const attempt = drawAt(input, placement, aim, fresh, { tries: k + 1, turned });
    if (!attempt) continue;
    const kept = attempt.mark.area / (attempt.mark.area + attempt.mark.lost);
    const score = (attempt.measured.reached ? 1 : 0.3) * kept;
    if (score > bestScore) {
      best = attempt;
      bestScore = score;
    }
    if (score > 0.7) break;
  }
  return best;
}

function drawAt(
  { golden, surface, family, parameters, taken }: Parameters<typeof drawMark>[0],
  placement: Placement,
  aim: Aim,
  random: Random,
  { tries, turned }: { tries: number; turned: boolean },
): Attempt | null {
  const { site } = placement;
  const frame = { width: golden.width, height: golden.height };
  const canvas = family.draw({ frame, photo: golden, site, parameters, random: random.fork('draw') });
  if (turned) turnTone(canvas);
  const layer = prepareLayer(golden, surface, canvas, random.fork('noise').integer(0, 0x7fffffff));
  if (layer.active.length === 0) return null;
  const unit = contrastUnit(surface, samplePoints(surface, layer.canvas, layer.active));
  let strength = solveStrength(golden, layer, aim.units * unit, JUST_NOTICEABLE);
  let mark = settleMark(golden, layer, strength, taken);
  let units = contrastOf(mark.changes) / unit;
  for (let k = 0; k < 4 && mark.area > 0 && (units < aim.min || units > aim.max); k++) {
    strength = Math.min(layer.strongest, strength * Math.max(0.4, Math.min(2.5, (aim.units / units) ** 1.2)));
    mark = settleMark(golden, layer, strength, taken);
    units = contrastOf(mark.changes) / unit;
  }
  if (mark.area === 0) return null;
  return {
    mark,
    measured: {
      aimed: aim,
      contrast: { units: round(units), levels: round(units * unit), unit: round(unit) },
      reached: units >= aim.min && units <= aim.max,
      region: placement.region,
      unmet: placement.unmet,
      size: { px: round(site.size), part: round(site.size / site.diameter) },
      degrees: round(((((-site.angle * 180) / Math.PI) % 180) + 180) % 180),
      tries,
      area: mark.area,
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

/** Up to 200 places in the heart of a mark, for its unit of contrast. */
function samplePoints(
  surface: Surface,
  canvas: Canvas,
  active: Int32Array,
): { x: number; y: number; luma: number }[] {
  const points: { x: number; y: number; luma: number }[] = [];
  const step = Math.max(1, Math.floor(active.length / 200));
  for (let k = 0; k < active.length; k += step) {
    const i = active[k]!;
    const x = (i % canvas.width) + canvas.left;
    const y = Math.floor(i / canvas.width) + canvas.top;
    const u = Math.min(surface.grid.width - 1, Math.floor(x * surface.grid.scale));
    const v = Math.min(surface.grid.height - 1, Math.floor(y * surface.grid.scale));
    points.push({ x, y, luma: surface.luma[v * surface.grid.width + u]! });
  }
  return points;
}

function commit(mark: Mark, picture: Picture, mask: Uint8Array): void {
  const { channels } = picture;
  for (let y = 0, i = 0; y < mark.height; y++) {
    for (let x = 0; x < mark.width; x++, i++) {
      if (!mark.owned[i]) continue;
      const at = (y + mark.top) * picture.width + x + mark.left;
      mask[at] = 255;
      for (let c = 0; c < channels; c++) picture.data[at * channels + c] = mark.values[i * channels + c]!;
    }
  }
}

/** The mark's own pixels with a tight box, in picture coordinates. */
function regionOf({ left, top, width, height, owned, area }: Mark): Region {
  const whole = measureMask({ width, height, data: owned });
  const { box } = whole!;
  const data = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      data[y * box.width + x] = owned[(y + box.y) * width + x + box.x] ? 255 : 0;
    }
  }
  return { box: { ...box, x: box.x + left, y: box.y + top }, area, data };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
