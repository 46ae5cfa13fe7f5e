import { findComponents } from '#imaging/components.ts';
import { boxMean } from '#imaging/surface/smooth.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** Glyphs that belong together. */
export type PrintField = { readonly glyphs: readonly Glyph[] };

type Glyph = {
  /** On the surface's grid: left, top, right, bottom, inclusive. */
  readonly box: readonly [number, number, number, number];
  readonly area: number;
  /** Levels from the ground to the ink: above 0 for light print on dark. */
  readonly contrast: number;
  /** How far the ground around it varies, and the step at its outline a px; both in parts of the contrast. */
  readonly around: number;
  readonly sharp: number;
};

/** Fewer marks in a row are anything. */
const FEWEST_GLYPHS = 4;
const LEAST_CONTRAST = 25;

/**
 * Fields of print that are surely print: sharp, of one tone, each glyph on even ground, near one another, and of
 * different shapes (slots, teeth and turned grooves are alike, or lie in shade). Small print is not found: under about
 * 8 px on the grid.
 */
export function findPrint(surface: Surface): PrintField[] {
  const glyphs = findGlyphs(surface).filter(
    ({ around, sharp, contrast }) => around <= 0.5 && sharp >= 0.2 && Math.abs(contrast) >= LEAST_CONTRAST,
  );
  const fields = groupsOf(glyphs)
    .filter((group) => group.length >= FEWEST_GLYPHS && areDifferent(group))
    .sort((a, b) => b.length - a.length);
  // The counters of letters are marks as well: those of the other sign inside a larger field.
  return fields
    .filter((group, k) => !fields.slice(0, k).some((larger) => overlap(boxAround(group), boxAround(larger))))
    .map((glyphs) => ({ glyphs }));
}

/** Neighbours of one sign and like contrast and size, and their neighbours. */
function groupsOf(glyphs: readonly Glyph[]): Glyph[][] {
  const group = glyphs.map((_, k) => k);
  const root = (k: number): number => (group[k] === k ? k : root(group[k]!));
  for (let a = 0; a < glyphs.length; a++) {
    for (let b = a + 1; b < glyphs.length; b++)
      if (areNeighbours(glyphs[a]!, glyphs[b]!)) group[root(a)] = root(b);
  }
  const groups = new Map<number, Glyph[]>();
  glyphs.forEach((glyph, k) => groups.set(root(k), [...(groups.get(root(k)) ?? []), glyph]));
  return [...groups.values()];
}

function areNeighbours(a: Glyph, b: Glyph): boolean {
  if (a.contrast * b.contrast < 0) return false;
  const ratio = Math.abs(a.contrast / b.contrast);
  if (ratio > 1.7 || ratio < 1 / 1.7) return false;
  const sizes = [a, b].map(({ box: [l, t, r, c] }) => Math.max(r - l, c - t) + 1) as [number, number];
  if (Math.max(...sizes) > 3.5 * Math.min(...sizes)) return false;
  const across = Math.max(a.box[0] - b.box[2], b.box[0] - a.box[2], 0);
  const down = Math.max(a.box[1] - b.box[3], b.box[1] - a.box[3], 0);
  return Math.hypot(across, down) <= 0.9 * Math.max(...sizes);
}

function areDifferent(group: readonly Glyph[]): boolean {
  const shapes = group.map(({ area, box: [l, t, r, b] }) => Math.log(area / ((r - l + 1) * (b - t + 1))));
  const areas = group.map(({ area }) => Math.log(area));
  return deviation(areas) > 0.12 || deviation(shapes) > 0.12;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

type Box = readonly [number, number, number, number];

function boxAround(group: readonly Glyph[]): Box {
  return [0, 1, 2, 3].map((side) =>
    (side < 2 ? Math.min : Math.max)(...group.map(({ box }) => box[side]!)),
  ) as unknown as Box;
}

function overlap(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

function findGlyphs(surface: Surface): Glyph[] {
  const { width, height } = surface.grid;
  const { luma } = surface;
  const reach = Math.max(6, Math.round(0.03 * Math.max(width, height)));
  const mean = boxMean(luma, width, height, reach);
  const least = Math.max(8, 2.5 * surface.usualEdge);
  const glyphs: Glyph[] = [];
  for (const sign of [1, -1]) {
    const set = new Uint8Array(width * height);
    for (let i = 0; i < set.length; i++) {
      // Dark letters may have been taken for holes.
      const isInside = surface.product[i]
        ? surface.inside[i]! > 3 || surface.toHole[i]! <= 4
        : surface.toHole[i] === 0;
      if (isInside && sign * (luma[i]! - mean[i]!) > least) set[i] = 1;
    }
    const { labels, areas, boxes } = findComponents(set, width, height, 8);
    for (let label = 1; label < areas.length; label++) {
      const area = areas[label]!;
      const [left, top, right, bottom] = boxes[label]!;
      const longest = Math.max(right - left, bottom - top) + 1;
      if (area < 5 || longest < 4 || longest > 0.15 * surface.diameter * surface.grid.scale) continue;
      const glyph = measure(surface, labels, label, area, [left, top, right, bottom]);
      if (glyph) glyphs.push(glyph);
    }
  }
  return glyphs;
}

function measure(
  { luma, grid: { width, height } }: Surface,
  labels: Int32Array,
  label: number,
  area: number,
  box: Glyph['box'],
): Glyph | null {
  const [left, top, right, bottom] = box;
  const inside: number[] = [];
  const around: number[] = [];
  const steps: number[] = [];
  if (left < 4 || top < 4 || right > width - 5 || bottom > height - 5) return null;
  for (let y = top - 3; y <= bottom + 3; y++) {
    for (let x = left - 3; x <= right + 3; x++) {
      const i = y * width + x;
      if (labels[i] === label) {
        inside.push(luma[i]!);
        if (
          labels[i - 1] !== label ||
          labels[i + 1] !== label ||
          labels[i - width] !== label ||
          labels[i + width] !== label
        )
          steps.push(
            Math.max(Math.abs(luma[i + 1]! - luma[i - 1]!), Math.abs(luma[i + width]! - luma[i - width]!)) /
              2,
          );
        continue;
      }
      if (labels[i] !== 0) continue;
      let near = false;
      for (let v = -1; v <= 1 && !near; v++)
        for (let u = -1; u <= 1; u++) if (labels[i + v * width + u] !== 0) near = true;
      if (!near) around.push(luma[i]!);
    }
  }
  if (around.length < 8) return null;
  inside.sort((a, b) => a - b);
  around.sort((a, b) => a - b);
  const ground = around[around.length >> 1]!;
  const light = inside[inside.length >> 1]! > ground;
  const tone = inside[Math.floor(inside.length * (light ? 0.8 : 0.2))]!;
  const contrast = tone - ground;
  const spread = (values: number[]): number =>
    values[Math.floor(values.length * 0.9)]! - values[Math.floor(values.length * 0.1)]!;
  steps.sort((a, b) => a - b);
  return {
    box,
    area,
    contrast,
    around: spread(around) / Math.abs(contrast),
    sharp: (steps[Math.floor(steps.length * 0.3)] ?? 0) / Math.abs(contrast),
  };
}
