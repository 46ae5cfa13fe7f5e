import { pixelsOf } from '#imaging/area.ts';
import type { Ground } from '#imaging/ground.ts';
import type { Picture } from '#imaging/picture.ts';
import { gridIndex, type Surface } from '#imaging/surface/surface.ts';
import { findPrint, type PrintField } from './find-print.ts';
import type { Motif } from './motif.ts';
import { splitMotif } from './split-motif.ts';
import { windowWithin, type Window } from './window.ts';
import { boxOf } from './box-of.ts';

/** A drawn region of more pixels than this holds more than one print, and takes long to look through. */
const LARGEST_WINDOW = 6e6;

/**
 * What is printed or stuck on a product: in the user's region what stands out of its ground, else the fields of print
 * that are surely print. Empty when there is none.
 */
export function findMotifs(golden: Picture, ground: Ground): Motif[] {
  const { surface, region } = ground;
  const looks = region
    ? [lookInRegion(surface, region)]
    : findPrint(surface).map((field) => lookAt(surface, field));
  return looks.flatMap((look) => {
    if (!look || look.window.width * look.window.height > LARGEST_WINDOW) return [];
    return splitMotif(golden, look.window, look.room, surface.blur) ?? [];
  });
}

type Look = { readonly window: Window; readonly room: Uint8Array };

function lookInRegion(surface: Surface, region: NonNullable<Ground['region']>): Look | null {
  const coarse = { left: 0, top: 0, ...sizeOfGrid(surface) };
  const box = boxOf(pixelsOf(region, coarse, coarse), coarse.width);
  if (!box) return null;
  const window = around(surface, box, 2);
  const room = pixelsOf(region, surface, window);
  return { window, room: onProduct(surface, window, room) };
}

/** Print and the plain ground for half a glyph around it. */
function lookAt(surface: Surface, { glyphs }: PrintField): Look {
  const box: [number, number, number, number] = [Infinity, Infinity, -1, -1];
  const heights = glyphs.map(({ box: [l, t, r, b] }) => Math.max(r - l, b - t) + 1).sort((a, b) => a - b);
  const margin = Math.max(4, 0.5 * heights[heights.length >> 1]!);
  for (const { box: own } of glyphs) {
    box[0] = Math.min(box[0], own[0] - margin);
    box[1] = Math.min(box[1], own[1] - margin);
    box[2] = Math.max(box[2], own[2] + margin);
    box[3] = Math.max(box[3], own[3] + margin);
  }
  const window = around(surface, box, 2);
  const room = new Uint8Array(window.width * window.height);
  const { scale } = surface.grid;
  for (const { box: own } of glyphs) {
    const left = Math.max(0, Math.floor((own[0] - margin) / scale) - window.left);
    const right = Math.min(window.width, Math.ceil((own[2] + 1 + margin) / scale) - window.left);
    const top = Math.max(0, Math.floor((own[1] - margin) / scale) - window.top);
    const bottom = Math.min(window.height, Math.ceil((own[3] + 1 + margin) / scale) - window.top);
    for (let y = top; y < bottom; y++) room.fill(1, y * window.width + left, y * window.width + right);
  }
  return { window, room: onProduct(surface, window, room) };
}

function sizeOfGrid({ grid: { width, height } }: Surface): { width: number; height: number } {
  return { width, height };
}

/** The full-size window of a box on the grid, with a margin in grid px. */
function around(surface: Surface, [left, top, right, bottom]: readonly number[], margin: number): Window {
  const { scale } = surface.grid;
  return windowWithin(
    surface,
    (left! - margin) / scale,
    (top! - margin) / scale,
    (right! + 1 + margin) / scale,
    (bottom! + 1 + margin) / scale,
  );
}

function onProduct(surface: Surface, { left, top, width }: Window, room: Uint8Array): Uint8Array {
  return room.map((value, i) => {
    if (!value) return 0;
    const at = gridIndex(surface, left + (i % width), top + Math.floor(i / width));
    // Dark letters may have been taken for holes.
    return surface.product[at] || surface.toHole[at] === 0 ? 1 : 0;
  });
}
