import { AppError } from '#core/app-error.ts';
import type { PromptParameters } from '#core/prompt/parameters.ts';
import type { FittedHabits } from '#core/real-sample/fitted-habits.ts';
import { createRandom } from '#core/random.ts';
import { pixelsOf } from '#imaging/area.ts';
import { boundsOf } from '#imaging/craft/bounds.ts';
import type { DefectFamily, Habits, Site } from '#imaging/defects/family.ts';
import { prepareGround, type Ground } from '#imaging/ground.ts';
import { habitsOn } from '#imaging/habits.ts';
import { placeMark } from '#imaging/placement.ts';
import type { RenderOptions } from '#imaging/render-options.ts';
import { gridIndex, type Surface } from '#imaging/surface/surface.ts';

/** A part of a golden image that a model is to repaint. */
export type EditPlan = {
  /** What is cut out, full-size px, inside the picture. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** `width * height`, 255 where the model may paint, else 0. */
  readonly mask: Uint8Array;
  /** The size that is sent: sides are multiples of 16, at least 512 px where that enlarges by no more than 3, at most about a megapixel. */
  readonly sent: { readonly width: number; readonly height: number };
};

/** Models paint poorly on small pictures; enlarging further only adds blur. */
const LEAST_SIDE = 512;
const MOST_ENLARGED = 3;
const MOST_PIXELS = 1_000_000;
/** Surroundings shown to the model, in parts of the mask's longer side. */
const CONTEXT = 0.75;

/**
 * Chooses where a defect goes, by the same habits, words and region as the renderer, and cuts out as much
 * as a model needs to see. Pure: the same input gives the same plan, so the answer can be put back by
 * another process. Throws AppError `bad_request` when there is no such place.
 */
export function planEdit(input: {
  surface: Surface;
  family: DefectFamily;
  parameters: PromptParameters;
  fit?: FittedHabits | null;
  seed: number;
  options?: RenderOptions;
}): EditPlan {
  const { surface, family, parameters, fit = null, seed, options = {} } = input;
  const ground = prepareGround(surface, options);
  const habits = habitsOn(surface, family.habits, fit);
  const random = createRandom(`edit ${family.name} ${seed}`);
  for (let tries = 0; tries < 8; tries++) {
    const placement = placeMark({
      ground,
      parameters,
      habits,
      random: random.fork(`try ${tries}`),
      shrink: 0.85 ** Math.max(0, tries - 3),
      taken: [],
    });
    if (!placement) break;
    const plan = planAt(ground, placement.site, habits);
    if (plan) return plan;
  }
  throw new AppError(
    'bad_request',
    `No place on this product can take a ${family.label.toLowerCase()} as asked: ask for another place, or draw a region.`,
  );
}

function planAt(ground: Ground, site: Site, habits: Habits): EditPlan | null {
  const { surface } = ground;
  const reach = Math.max(8, 0.7 * site.size * habits.slenderness, 0.14 * site.size);
  const spine = site.outline ?? [
    {
      x: site.x - (Math.cos(site.angle) * site.size) / 2,
      y: site.y - (Math.sin(site.angle) * site.size) / 2,
    },
    {
      x: site.x + (Math.cos(site.angle) * site.size) / 2,
      y: site.y + (Math.sin(site.angle) * site.size) / 2,
    },
  ];
  const bounds = boundsOf(spine);
  const inner = {
    left: Math.max(0, Math.floor(bounds.left - reach)),
    top: Math.max(0, Math.floor(bounds.top - reach)),
    right: Math.min(surface.width, Math.ceil(bounds.right + reach)),
    bottom: Math.min(surface.height, Math.ceil(bounds.bottom + reach)),
  };
  if (inner.right - inner.left < 8 || inner.bottom - inner.top < 8) return null;
  const window = withContext(inner, surface);
  const limits = ground.limits.map((area) => pixelsOf(area, surface, window));
  const mask = new Uint8Array(window.width * window.height);
  let wanted = 0;
  let kept = 0;
  for (let y = inner.top; y < inner.bottom; y++) {
    for (let x = inner.left; x < inner.right; x++) {
      if (squaredDistance(spine, x + 0.5, y + 0.5) > reach * reach) continue;
      wanted++;
      const i = (y - window.top) * window.width + (x - window.left);
      if (!surface.product[gridIndex(surface, x, y)] || limits.some((limit) => !limit[i])) continue;
      mask[i] = 255;
      kept++;
    }
  }
  // What a region or the outline leaves must still be a place for the defect, not a sliver of one.
  if (kept < 64 || kept < 0.35 * wanted) return null;
  return { ...window, mask, sent: sentSize(window) };
}

type Bounds = { left: number; top: number; right: number; bottom: number };

function withContext(
  inner: Bounds,
  { width, height }: Surface,
): Pick<EditPlan, 'left' | 'top' | 'width' | 'height'> {
  const longer = Math.max(inner.right - inner.left, inner.bottom - inner.top);
  const side = Math.max(longer * (1 + 2 * CONTEXT), LEAST_SIDE / MOST_ENLARGED);
  const [left, across] = stretch(inner.left, inner.right, side, width);
  const [top, down] = stretch(inner.top, inner.bottom, side, height);
  return { left, top, width: across, height: down };
}

/** A stretch of `length` px around `from`..`to`, moved into a picture that is `limit` px long. */
function stretch(from: number, to: number, length: number, limit: number): [number, number] {
  const size = Math.min(limit, Math.round(length));
  const start = Math.round((from + to) / 2 - size / 2);
  return [Math.max(0, Math.min(limit - size, start)), size];
}

function sentSize({ width, height }: { width: number; height: number }): EditPlan['sent'] {
  const enlarged = Math.min(MOST_ENLARGED, Math.max(1, LEAST_SIDE / Math.min(width, height)));
  const scale = Math.min(enlarged, Math.sqrt(MOST_PIXELS / (width * height)));
  const side = (px: number): number => Math.max(16, Math.floor((px * scale) / 16) * 16);
  return { width: side(width), height: side(height) };
}

function squaredDistance(spine: readonly { x: number; y: number }[], x: number, y: number): number {
  let least = Infinity;
  for (let k = 1; k < spine.length; k++) {
    const a = spine[k - 1]!;
    const b = spine[k]!;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, (x - a.x - t * dx) ** 2 + (y - a.y - t * dy) ** 2);
  }
  return least;
}
