import { lumaAt } from '#imaging/colour.ts';
import type { MeasuredMark } from '#imaging/draw-mark.ts';
import type { Picture } from '#imaging/picture.ts';
import type { Mark } from '#imaging/settle.ts';

/** How believable one variant is: four numbers from 0 to 1, the last the product of the others. */
export type Score = {
  /** Share of its marks inside the aimed range of severity; a defect that was left out is a mark outside. */
  visibility: number;
  /** 1 where the picture is no rougher along the marks' outlines than the golden image is there. */
  seam: number;
  /** 1 where the fine grain inside the marks is as strong as around them. */
  noise: number;
  total: number;
};

/** The scores of all variants that were drawn, and the index of the one that was kept. */
export type Choice = { kept: number; scores: Score[] };

type Variant = {
  readonly marks: readonly Mark[];
  readonly measured: {
    marks: readonly MeasuredMark[];
    leftOut: readonly unknown[];
    choice: Choice | null;
  };
};

/** Under this, as many variants again are drawn: all of the first were poor. */
const GOOD_ENOUGH = 0.5;

/** Draws `count` variants and keeps the best. A variant that finds no place counts only if all do: then it throws. */
export function chooseBest<T extends Variant>(
  golden: Picture,
  count: number,
  draw: (variant: number) => T,
): T {
  if (count <= 1) return draw(0);
  const scores: Score[] = [];
  let best: { variant: T; index: number } | null = null;
  let failure: unknown;
  for (let index = 0; index < count * 2; index++) {
    const most = best ? scores[best.index]!.total : 0;
    if (index >= count && most >= GOOD_ENOUGH) break;
    try {
      const variant = draw(index);
      scores.push(scoreMarks(golden, variant));
      if (!best || scores[index]!.total > most) best = { variant, index };
    } catch (error) {
      failure = error;
      scores.push({ visibility: 0, seam: 0, noise: 0, total: 0 });
    }
  }
  if (!best) throw failure;
  const { variant, index } = best;
  return { ...variant, measured: { ...variant.measured, choice: { kept: index, scores } } };
}

/** Work follows the marks' area. */
export function scoreMarks(golden: Picture, { marks, measured }: Variant): Score {
  const reached = measured.marks.filter((mark) => mark.reached).length;
  const visibility = reached / Math.max(1, measured.marks.length + measured.leftOut.length);
  let seam = 1;
  let noise = 1;
  for (const mark of marks) {
    const found = roughness(golden, mark);
    // A defect may have an edge of its own; one much harder than anything inside it is a cut.
    seam = Math.min(seam, 1 / Math.max(1, found.outlineNew / Math.max(2, found.insideNew, found.outlineOld)));
    noise = Math.min(noise, alike(found.grainInside, found.grainAround));
  }
  const total = visibility * seam * noise;
  return { visibility: round(visibility), seam: round(seam), noise: round(noise), total: round(total) };
}

type Roughness = {
  outlineNew: number;
  outlineOld: number;
  insideNew: number;
  grainInside: number;
  grainAround: number;
};

/**
 * Mean steps between neighbours (grey levels): across a mark's outline, after and before, and inside it; and
 * the grain, as the mean second difference along rows, of the mark after and of its surroundings.
 */
function roughness(golden: Picture, { left, top, width, height, owned, values }: Mark): Roughness {
  const { channels } = golden;
  const before = (x: number, y: number): number =>
    lumaAt(golden, ((y + top) * golden.width + x + left) * channels);
  const painted: Picture = { width, height, channels, data: values };
  const after = (x: number, y: number): number =>
    owned[y * width + x] ? lumaAt(painted, (y * width + x) * channels) : before(x, y);
  const sums = { outlineNew: 0, outlineOld: 0, insideNew: 0, grainInside: 0, grainAround: 0 };
  const counts = { outline: 0, inside: 0, grainInside: 0, grainAround: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const here = owned[i]!;
      const both = here + owned[i + 1]!;
      const three = both + owned[i - 1]!;
      if (both === 1) {
        counts.outline++;
        sums.outlineNew += Math.abs(after(x + 1, y) - after(x, y));
        sums.outlineOld += Math.abs(before(x + 1, y) - before(x, y));
      } else if (both === 2) {
        counts.inside++;
        sums.insideNew += Math.abs(after(x + 1, y) - after(x, y));
      }
      if (three === 3) {
        counts.grainInside++;
        sums.grainInside += Math.abs(2 * after(x, y) - after(x - 1, y) - after(x + 1, y));
      } else if (three === 0) {
        counts.grainAround++;
        sums.grainAround += Math.abs(2 * before(x, y) - before(x - 1, y) - before(x + 1, y));
      }
    }
  }
  // A hair-line has no inside and no grain of its own: nothing is held against it.
  const around = sums.grainAround / Math.max(1, counts.grainAround);
  return {
    outlineNew: sums.outlineNew / Math.max(1, counts.outline),
    outlineOld: sums.outlineOld / Math.max(1, counts.outline),
    insideNew: counts.inside < 24 ? Infinity : sums.insideNew / counts.inside,
    grainInside: counts.grainInside < 24 ? around : sums.grainInside / counts.grainInside,
    grainAround: around,
  };
}

/** 1 up to a factor of two, then falling; a level is added so that two calm surfaces are alike. */
function alike(a: number, b: number): number {
  const factor = Math.max((a + 1) / (b + 1), (b + 1) / (a + 1));
  return Math.min(1, 2 / factor);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
