import { AppError } from '#core/app-error.ts';
import { pixelsOf, type Area } from '#imaging/area.ts';
import type { Canvas } from '#imaging/craft/canvas.ts';
import type { Motif } from '#imaging/print/motif.ts';
import type { RenderOptions } from '#imaging/render-options.ts';
import { scratch } from '#imaging/scratch.ts';
import { findCorners } from '#imaging/surface/corners.ts';
import { distanceTo } from '#imaging/surface/distance.ts';
import { gridIndex, type Surface } from '#imaging/surface/surface.ts';

/** What one picture is drawn on: the surface, and the limits that the user drew. */
export type Ground = {
  readonly surface: Surface;
  readonly placement: 'free' | 'prior' | 'region';
  /** 1 where a mark may lie, on the surface's grid; `null` when that is all of the product. */
  readonly allowed: Uint8Array | null;
  /** Areas that no mark may leave, not even by one pixel. */
  readonly limits: readonly Area[];
  readonly mmPerPixel: number | null;
  /** The user's region, where marks are placed in one. */
  readonly region: Area | null;
  /** The print or label that a mark is about: it is `allowed` to start there and nowhere else. */
  readonly motif: Motif | null;
};

/** Marks fade over this many px before a limit, so that a drawn line does not become an edge in the picture. */
const FADE = 3;

/** Throws AppError `bad_request` when the region is missing or has no product in it. */
export function prepareGround(surface: Surface, options: RenderOptions): Ground {
  const { region = null, mmPerPixel = null } = options;
  const placement = options.placement ?? (region ? 'region' : 'prior');
  if (placement !== 'region') {
    return { surface, placement, allowed: null, limits: [], mmPerPixel, region: null, motif: null };
  }
  if (!region) {
    throw new AppError('bad_request', 'No region is drawn for this defect: draw one, or place it freely.');
  }
  const allowed = onGrid(region, surface);
  for (let i = 0; i < allowed.length; i++) allowed[i]! &= surface.product[i]!;
  if (!allowed.includes(1)) {
    throw new AppError(
      'bad_request',
      'The region for this defect has no part of the product in it: draw it elsewhere or larger.',
    );
  }
  return { surface, placement, allowed, limits: [region], mmPerPixel, region, motif: null };
}

/** A motif, and where on the surface's grid it is: what takes long to find. Holds nothing of the surface itself. */
export type PlacedMotif = {
  readonly motif: Motif;
  /** 1 where marks may start. */
  readonly allowed: Uint8Array;
  /** What counts as product, the distance to its end and its corners, where that is not the surface's own. */
  readonly own: Pick<Surface, 'product' | 'inside' | 'corners'> | null;
};

/** Marks may start where a motif covers the surface. */
export function placeMotif({ surface, allowed: within }: Ground, motif: Motif): PlacedMotif {
  const { left, top, width } = motif.window;
  const allowed = new Uint8Array(surface.product.length);
  const product = new Uint8Array(surface.product);
  for (let i = 0; i < motif.cover.length; i++) {
    if (!motif.room[i]) continue;
    const at = gridIndex(surface, left + (i % width), top + Math.floor(i / width));
    product[at] = 1;
    if (motif.cover[i]! >= 0.5) allowed[at] = surface.product[at] && within ? within[at]! : 1;
  }
  return { motif, allowed, own: withProduct(surface, product) };
}

/** The same ground for marks on a motif. */
export function onMotif(ground: Ground, { motif, allowed, own }: PlacedMotif): Ground {
  return { ...ground, surface: own ? { ...ground.surface, ...own } : ground.surface, allowed, motif };
}

/** Letters, or the ground in them, may have been taken for holes: print is on the product. */
function withProduct(surface: Surface, product: Uint8Array): PlacedMotif['own'] {
  if (product.every((value, i) => value === surface.product[i])) return null;
  const { width, height, scale } = surface.grid;
  const outside = product.map((value) => 1 - value);
  return {
    product,
    inside: distanceTo(outside, width, height),
    corners: findCorners(product, width, height, surface.diameter * scale),
  };
}

/**
 * For a canvas that reaches out of the limits, 0 outside them to 1 from `FADE` px inside the region and anywhere inside the
 * product that a person marked; else `null`.
 */
export function fadeAtLimits(ground: Ground, canvas: Canvas): Float32Array | null {
  const fade = fadeInRegion(ground, canvas);
  const { surface } = ground;
  if (!surface.marked) return fade;
  // A person's outline of the product is its edge: marks end there, they do not fade out before it.
  const covered = pixelsOf(surface.marked, surface, canvas);
  if (!fade) return covered.includes(0) ? Float32Array.from(covered) : null;
  for (let i = 0; i < fade.length; i++) fade[i]! *= covered[i]!;
  return fade;
}

function fadeInRegion({ limits, surface }: Ground, canvas: Canvas): Float32Array | null {
  if (limits.length === 0) return null;
  // One ring more than the canvas, to see limits just beyond it.
  const window = {
    left: canvas.left - FADE,
    top: canvas.top - FADE,
    width: canvas.width + 2 * FADE,
    height: canvas.height + 2 * FADE,
  };
  const outside = new Uint8Array(window.width * window.height);
  for (const limit of limits) {
    const covered = pixelsOf(limit, surface, window);
    for (let i = 0; i < outside.length; i++) outside[i]! |= 1 - covered[i]!;
  }
  // The picture's own border is not a limit.
  for (let y = 0, i = 0; y < window.height; y++) {
    const v = y + window.top;
    for (let x = 0; x < window.width; x++, i++) {
      const u = x + window.left;
      if (u < 0 || v < 0 || u >= surface.width || v >= surface.height) outside[i] = 0;
    }
  }
  if (!outside.includes(1)) return null;
  const distance = distanceTo(outside, window.width, window.height);
  const fade = scratch(Float32Array, canvas.width * canvas.height);
  for (let y = 0, i = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++, i++) {
      fade[i] = Math.min(1, distance[(y + FADE) * window.width + x + FADE]! / FADE);
    }
  }
  return fade;
}

/** The grid pixels that an area touches, sampled in nine places each. */
function onGrid(area: Area, surface: Surface): Uint8Array {
  const { width, height } = surface.grid;
  const fine = { left: 0, top: 0, width: width * 3, height: height * 3 };
  const covered = pixelsOf(area, fine, fine);
  const touched = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < fine.height; y++) {
    const row = Math.floor(y / 3) * width;
    for (let x = 0; x < fine.width; x++, i++) touched[row + Math.floor(x / 3)]! |= covered[i]!;
  }
  return touched;
}
