import { scratch } from '#imaging/scratch.ts';
import { boundsOf } from './bounds.ts';

/**
 * What a defect does to the light, on the small rectangle of the photo that it touches. Families write
 * these fields at strength 1; the mechanism blurs them like the photo, scales them until the contrast is
 * the wanted one, and applies them. All arrays hold `width * height` values, 0 where nothing happens.
 */
export type Canvas = {
  /** The rectangle in the photo, full-size px. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Natural logarithm of the gain: + brighter, - darker, without a change of hue. */
  readonly shade: Float32Array;
  /** Optical density (natural logarithm): light absorbed, per channel in proportion to `tint`. */
  readonly density: Float32Array;
  /** Light added, in parts of the surface's own white near the mark. */
  readonly light: Float32Array;
  /** 0-1: how much of the surface is covered by other matter of colour `material`. */
  readonly cover: Float32Array;
  /** Height above the surface, px; shaded by the photo's light. `null` when the mark has no relief. */
  relief: Float32Array | null;
  /** 0-1: where the mark is. Above a half a pixel belongs to the mark even if it hardly changed. */
  readonly support: Float32Array;
  /** Absorption of red, green and blue; mean 1. */
  tint: readonly [number, number, number];
  /** Linear light of the covering matter. */
  material: readonly [number, number, number];
  /**
   * Covering matter that is not of one colour, in place of `material`: writes the linear light of a pixel (full-size
   * px), one value a channel, and returns how much of the photo's noise it lacks, 0-1.
   */
  matter: Matter | null;
  /**
   * Where the product's outline becomes another one, at any strength: 0-1, and the light that is there instead (full-size
   * px; what it returns does not count). The one field that reaches past the product. Not part of the mark's contrast:
   * what is gone has none.
   */
  silhouette: { readonly amount: Float32Array; readonly light: Matter } | null;
  /** How far relief shifts the texture, px per unit of slope. */
  warp: number;
  /** Strength above which the mark would no longer look like what it is; infinite unless the family says so. */
  limit: number;
  /** Strength of the highlight on relief, 0 (matt) to 1. */
  gloss: number;
  /** What severity is measured by, where that is not the contrast in units of the surface's own variation. */
  yardstick: Yardstick | null;
  /**
   * Part of the mark's contrast under which a pixel is not labelled, and not changed. For what is thin or ends sharply: with all
   * of the lens' blur around it, half of a line's label would be what looks like background.
   */
  fringe: number;
  /** True when the mark is made of many small parts (print): none of them is a speck. */
  scattered: boolean;
  /** True when its matter is texture like the surface's own, which differs from pixel to pixel and may still not be seen. */
  resembling: boolean;
};

/**
 * `contrast`: one unit is `levels` grey levels. `shift`: the mark is drawn as it
 * is, at strength 1, and its severity is `units`, which counts as what was aimed at when a prompt named the shift.
 */
export type Yardstick =
  | { readonly kind: 'contrast'; readonly levels: number }
  | { readonly kind: 'shift'; readonly units: number; readonly named: boolean }
  /** A real thing: as visible as it is, by the surface's own variation, unless somebody names a severity. */
  | { readonly kind: 'itself' };

export type Matter = (x: number, y: number, out: Float32Array) => number;

export type Frame = { readonly width: number; readonly height: number };

/** An empty canvas over a rectangle given by its limits, rounded outwards and clipped to the photo. */
export function openCanvas(frame: Frame, left: number, top: number, right: number, bottom: number): Canvas {
  const x = Math.max(0, Math.min(frame.width - 1, Math.floor(left)));
  const y = Math.max(0, Math.min(frame.height - 1, Math.floor(top)));
  const width = Math.max(1, Math.min(frame.width, Math.ceil(right)) - x);
  const height = Math.max(1, Math.min(frame.height, Math.ceil(bottom)) - y);
  const field = (): Float32Array => scratch(Float32Array, width * height);
  return {
    left: x,
    top: y,
    width,
    height,
    shade: field(),
    density: field(),
    light: field(),
    cover: field(),
    relief: null,
    support: field(),
    tint: [1, 1, 1],
    material: [0, 0, 0],
    matter: null,
    silhouette: null,
    warp: 0,
    limit: Infinity,
    gloss: 0,
    yardstick: null,
    fringe: 0,
    scattered: false,
    resembling: false,
  };
}

/** A canvas around points, with a margin in px. */
export function canvasAround(
  frame: Frame,
  points: readonly { x: number; y: number }[],
  margin: number,
): Canvas {
  const { left, top, right, bottom } = boundsOf(points);
  return openCanvas(frame, left - margin, top - margin, right + margin, bottom + margin);
}

/** A canvas around an ellipse: its half axes, the first of them at the site's angle, and a margin, all in px. */
export function canvasAroundEllipse(
  frame: Frame,
  { x, y, angle }: { readonly x: number; readonly y: number; readonly angle: number },
  along: number,
  across: number,
  margin: number,
): Canvas {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const right = Math.hypot(along * cos, across * sin) + margin;
  const down = Math.hypot(along * sin, across * cos) + margin;
  return openCanvas(frame, x - right, y - down, x + right, y + down);
}
