import { z } from 'zod';
import type { SeverityRange } from '../prompt/severity.ts';
import type { FittedHabits } from '../real-sample/fitted-habits.ts';
import type { BlueprintSettings } from './settings.ts';

const part = z.number().min(0).max(1);

const boxSchema = z
  .object({ x: part, y: part, width: part, height: part })
  .refine((box) => box.width > 0 && box.height > 0, 'a box needs a width and a height')
  .refine(
    (box) => box.x + box.width <= 1.000001 && box.y + box.height <= 1.000001,
    'a box must lie in the picture',
  );

/** Corners in order; the last is joined to the first, and what crossing sides enclose twice is out again (even-odd). */
const polygonSchema = z
  .array(z.object({ x: part, y: part }))
  .min(3)
  .max(500)
  .refine(
    (corners) => spread(corners.map(({ x }) => x)) > 0 && spread(corners.map(({ y }) => y)) > 0,
    'a polygon needs a width and a height',
  );

/** Where marks may be placed, as a program says it: inside any of the shapes, in parts of the picture's width and height. */
export const regionShapesSchema = z
  .object({
    boxes: z.array(boxSchema).max(50).default([]),
    polygons: z.array(polygonSchema).max(50).default([]),
  })
  .refine(({ boxes, polygons }) => boxes.length + polygons.length > 0, 'a region needs a box or a polygon');
export type RegionShapes = z.infer<typeof regionShapesSchema>;

/**
 * Where marks may be placed, as it is kept: a mask of the golden image's size, by its content. Regions from before there
 * were masks are shapes until they are changed.
 */
export type Region = { readonly mask: string } | RegionShapes;

/** Another one for every other region of a cell. */
export function regionVersion(region: Region): string {
  return 'mask' in region ? region.mask : 'shapes';
}

/** Where marks are placed: where the defect usually is, anywhere on the product, or inside the cell's region. */
export const placements = ['prior', 'free', 'region'] as const;
export type PlacementChoice = (typeof placements)[number];

/** A real thing that a defect is drawn from: its content, and its scale where it is known. */
export type FrozenCutOut = { hash: string; mmPerPixel: number | null };

/**
 * What a generator is told beside prompt and seed. Frozen with the job when it is queued: the same golden
 * image, prompt, seed and options give the same picture, whatever was changed since.
 */
export type DrawingOptions = {
  placement: PlacementChoice;
  /** `null` unless marks are placed in it. */
  region: Region | null;
  /** Content of the mask in which a person said where the product is; `null` where it is found. */
  foreground: string | null;
  /** One is picked for each mark, where there are any. */
  cutOuts: FrozenCutOut[];
  /** Of the golden image; `null` when the user has not said. */
  mmPerPixel: number | null;
  /** Share of pictures that are barely visible on purpose, 0-1. */
  barelyVisibleShare: number;
  /** Pictures drawn for each one that is kept. */
  variants: number;
  /** What is usual by the defect's real samples; `null` where the family's own habits count. */
  fit: FittedHabits | null;
  /** Contrast of every mark, in units of the surface's own variation; `null` is what prompt and defect say. */
  severityRange: SeverityRange | null;
};

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** What is asked of a cell, its golden image and its defect. */
type CellOptions = Pick<
  DrawingOptions,
  'placement' | 'region' | 'foreground' | 'cutOuts' | 'mmPerPixel' | 'fit'
>;

/** The options of a cell's next pictures, as its blueprint is set now. */
export function drawingOptionsOf(
  { placement, region, foreground, cutOuts, mmPerPixel, fit }: CellOptions,
  { barelyVisibleShare, variants, severityRange }: BlueprintSettings['drawing'],
): DrawingOptions {
  return {
    placement,
    region: placement === 'region' ? region : null,
    foreground,
    cutOuts,
    mmPerPixel,
    barelyVisibleShare,
    variants,
    severityRange,
    fit,
  };
}
