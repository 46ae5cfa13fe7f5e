import { findRegions } from '#core/annotation/find-regions.ts';
import type { Box, Mask } from '#core/annotation/mask.ts';
import type { Region } from '#core/annotation/region.ts';
import type { MeasuredRealMark, MeasuredSample } from '#core/real-sample/measured-sample.ts';
import type { Picture } from '#imaging/picture.ts';
import { analyseSurface, gridIndex } from '#imaging/surface/surface.ts';
import { fillMarks } from './fill-marks.ts';
import { groupMarks } from './group-marks.ts';
import { contrastOfMark } from './mark-contrast.ts';
import { placeOfMark, placesOf } from './mark-place.ts';
import { shapeOfMark } from './mark-shape.ts';
import { cleanBlocks, surroundingsOf } from './surroundings.ts';

/** Gaps up to this part of the photo's longer side do not end a mark: scratches skip. */
const BRIDGED = 0.004;
/** But never less than so many px. */
const LEAST_BRIDGED = 3;
/** More marks than this on one photo are a texture; the largest say enough. */
const MOST_MARKS = 60;
/** Grid px at the product's rim whose pixels are part background. */
const RIM = 1.5;
/** A mark with less grain around it, or rounder than this, has no direction to the grain. */
const LEAST_COHERENCE = 0.25;
const ROUNDEST = 0.6;

/**
 * Measures the marks on one photo of a really bad part, in the units that the renderer draws in. There is no
 * golden twin to compare with: the marks are filled in from around them, that picture is analysed as golden
 * images are, and the marks are compared with the product around them. Pure. The mask has at least one pixel set, of the
 * picture's size. About twice the time of `analyseSurface`.
 */
export function measureSample(picture: Picture, mask: Mask): MeasuredSample {
  const bridgeGap = Math.max(LEAST_BRIDGED, Math.round(BRIDGED * Math.max(mask.width, mask.height)));
  const marks = groupMarks(findRegions(mask, { bridgeGap })).slice(0, MOST_MARKS);
  const boxes = marks.map(({ box }) => withSurroundings(box, picture));
  const surface = analyseSurface(fillMarks(picture, mask, boxes));
  // Once it is known where the product is: a mark at its rim is compared with the product alone.
  const filled = fillMarks(picture, mask, boxes, (x, y) => surface.inside[gridIndex(surface, x, y)]! > RIM);
  const clean = cleanBlocks(surface, mask);
  const places = placesOf(surface);
  const measure = (mark: Region): MeasuredRealMark => {
    const { extent, slenderness, angle } = shapeOfMark(mark);
    const { unit, variation, grain } = surroundingsOf(surface, clean, mark);
    const { levels, tone, shift } = contrastOfMark(picture, filled, mark, variation);
    const hasDirection = slenderness <= ROUNDEST && grain.coherence >= LEAST_COHERENCE;
    return {
      size: { part: round(extent / surface.diameter, 4), px: round(extent, 1) },
      slenderness: round(slenderness, 3),
      degrees: round(((((-angle * 180) / Math.PI) % 180) + 180) % 180, 1),
      toGrain: hasDirection ? round(between(angle, grain.angle), 1) : null,
      contrast: { units: round(levels / unit, 3), levels: round(levels, 2), unit: round(unit, 3) },
      tone,
      shift: [round(shift[0], 1), round(shift[1], 1), round(shift[2], 1)],
      ...placeOfMark(surface, places, mark),
      area: mark.area,
    };
  };
  return {
    diameter: round(surface.diameter, 1),
    wholeFrame: surface.wholeFrame,
    chance: places.chance,
    marks: marks.map(measure),
  };
}

function withSurroundings({ x, y, width, height }: Box, picture: Picture): Box {
  const margin = 8 + Math.ceil(0.3 * Math.max(width, height));
  const left = Math.max(0, x - margin);
  const top = Math.max(0, y - margin);
  return {
    x: left,
    y: top,
    width: Math.min(picture.width, x + width + margin) - left,
    height: Math.min(picture.height, y + height + margin) - top,
  };
}

/** Angle between two directions without a sign, 0-90 degrees. */
function between(a: number, b: number): number {
  const turned = Math.abs((((a - b) * 180) / Math.PI) % 180);
  return Math.min(turned, 180 - turned);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
