import { fitLogNormal } from './fit-log-normal.ts';
import type { FittedHabits } from './fitted-habits.ts';
import { fewestSamples, type MeasuredRealMark, type MeasuredSample } from './measured-sample.ts';

/** Marks within these angles (degrees) of the grain, or of its normal, lie along or across it. */
const ALONG = 20;
/** As many photos without a preference are added: three alone do not make a rule. */
const DOUBT = 1;

type Weighted = { readonly mark: MeasuredRealMark; readonly sample: MeasuredSample; readonly weight: number };

/**
 * Fits what is usual to photos of really bad parts; `null` for fewer than `fewestSamples`. Each photo weighs
 * the same, however many marks it has. Pure; the order of the samples does not matter.
 */
export function fitHabits(samples: readonly MeasuredSample[]): FittedHabits | null {
  const photos = samples.length;
  if (photos < fewestSamples) return null;
  const marks: Weighted[] = samples.flatMap((sample) =>
    sample.marks.map((mark) => ({ mark, sample, weight: 1 / sample.marks.length })),
  );
  const fitted = (read: (mark: MeasuredRealMark) => number) =>
    fitLogNormal(
      marks.map(({ mark, weight }) => ({ value: read(mark), weight })),
      photos,
    );
  const slenderness = fitted((mark) => mark.slenderness);
  return {
    samples: photos,
    marks: marks.length,
    size: fitted((mark) => mark.size.part),
    contrast: fitted((mark) => mark.contrast.units),
    slenderness: { ...slenderness, max: Math.min(1, slenderness.max) },
    // Of a geometric number of marks, 1 / (1 - another) on average.
    another: round(Math.min(0.85, (marks.length - photos) / (marks.length + DOUBT))),
    where: fitPlaces(marks.filter(({ sample }) => !sample.wholeFrame)),
    tone: {
      dark: shareOf(marks, ({ mark }) => mark.tone === 'dark'),
      bright: shareOf(marks, ({ mark }) => mark.tone === 'bright'),
      mixed: shareOf(marks, ({ mark }) => mark.tone === 'mixed'),
    },
    direction: fitDirection(marks.filter(({ mark }) => mark.toGrain !== null)),
  };
}

/**
 * Weights of the places. Marks anywhere on a small part often lie near its edge by chance: of the share that
 * was seen at a place, what chance puts there is taken out (w + (1 - w) chance = share).
 */
function fitPlaces(marks: readonly Weighted[]): FittedHabits['where'] {
  if (marks.length === 0) return null;
  const total = marks.reduce((sum, { weight }) => sum + weight, 0);
  const weightOf = (place: 'edge' | 'hole' | 'corner'): number => {
    const chance = marks.reduce((sum, { sample, weight }) => sum + weight * sample.chance[place], 0) / total;
    const seen = shareOf(marks, ({ mark }) => mark.place === place);
    const chosen = Math.max(0, (seen - chance) / Math.max(0.05, 1 - chance));
    return (chosen * total) / (total + DOUBT);
  };
  const [edge, hole, corner] = [weightOf('edge'), weightOf('hole'), weightOf('corner')] as const;
  const anywhere = Math.max(0, 1 - edge - hole - corner);
  return { anywhere: round(anywhere), edge: round(edge), hole: round(hole), corner: round(corner) };
}

/** Of directions at random, 2/9 lie within 20 degrees of the grain, and as many of its normal. */
function fitDirection(marks: readonly Weighted[]): FittedHabits['direction'] {
  const total = marks.reduce((sum, { weight }) => sum + weight, 0);
  if (total < fewestSamples) return null;
  const chance = ALONG / 90;
  const beyond = (seen: number): number =>
    round((Math.max(0, (seen - chance) / (1 - chance)) * total) / (total + DOUBT));
  return {
    along: beyond(shareOf(marks, ({ mark }) => mark.toGrain! <= ALONG)),
    across: beyond(shareOf(marks, ({ mark }) => mark.toGrain! >= 90 - ALONG)),
  };
}

function shareOf(marks: readonly Weighted[], isIn: (mark: Weighted) => boolean): number {
  const sum = (some: readonly Weighted[]): number => some.reduce((all, { weight }) => all + weight, 0);
  return round(sum(marks.filter(isIn)) / sum(marks));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
