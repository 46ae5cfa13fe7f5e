import type { AssembledDataset } from '../assemble-dataset.ts';
import { type DatasetImage, isSynthetic, type SplitName, splitNames } from '../dataset.ts';
import { contrastBins, type Health, placeSide, sizeBins } from './health.ts';
import { listFindings } from './list-findings.ts';

/** Of a mark, in units of the surface's own variation. */
export type KnownContrast = { readonly classIndex: number; readonly units: number };

/** Sets of near-duplicates that are shown. */
const mostSets = 12;

/**
 * Counts a dataset through. `contrastsOf` says what is known of a picture's marks, by its id. What waits for a decision is
 * not known here: none.
 */
export function describeHealth(
  { dataset, split, nearDuplicates }: AssembledDataset,
  contrastsOf: (imageId: number) => readonly KnownContrast[],
): Health {
  const { images } = dataset;
  const bySplit = <T>(
    make: (split: SplitName, inside: readonly DatasetImage[]) => T,
  ): Record<SplitName, T> => {
    const each = splitNames.map((name) => [
      name,
      make(
        name,
        images.filter((image) => image.split === name),
      ),
    ]);
    return Object.fromEntries(each) as Record<SplitName, T>;
  };
  const countOf = (is: (image: DatasetImage) => boolean): Record<SplitName, number> =>
    bySplit((_, inside) => inside.filter(is).length);

  const classes = dataset.classes.map(({ index, name }): Health['classes'][number] => {
    const marksOf = (image: DatasetImage) => image.instances.filter(({ classIndex }) => classIndex === index);
    const sizesOf = (image: DatasetImage): number[] =>
      marksOf(image).map(({ region }) => Math.sqrt(region.area));
    const knownOf = ({ id }: DatasetImage): number[] =>
      contrastsOf(id).flatMap(({ classIndex, units }) => (classIndex === index ? [units] : []));
    const marks = bySplit((_, inside) => inside.reduce((sum, image) => sum + marksOf(image).length, 0));
    const known = images.flatMap(knownOf);
    return {
      name,
      pictures: countOf((image) => marksOf(image).length > 0),
      marks,
      sizes: {
        ...bySplit((_, inside) => intoBins(inside.flatMap(sizesOf), sizeBins)),
        range: rangeOf(images.flatMap(sizesOf)),
      },
      places: bySplit((_, inside) => countPlaces(inside.flatMap((image) => middlesOf(image, index)))),
      contrasts: {
        ...bySplit((_, inside) => intoBins(inside.flatMap(knownOf), contrastBins)),
        range: rangeOf(known),
        unknown: Math.max(0, marks.train + marks.val + marks.test - known.length),
      },
    };
  });

  const goldens = Map.groupBy(images, ({ provenance }) => provenance.golden);
  const health: Omit<Health, 'findings'> = {
    pictures: countOf(() => true),
    good: countOf(({ kind }) => kind === 'good'),
    synthetic: countOf(isSynthetic),
    classes,
    goldens: Array.from(goldens, ([name, own]) => ({
      name,
      pictures: bySplit((part) => own.filter((image) => image.split === part).length),
      marks: dataset.classes.map(
        ({ index }) =>
          own.flatMap(({ instances }) => instances).filter((mark) => mark.classIndex === index).length,
      ),
    })),
    split: {
      groupBy: split.groupBy,
      groups: split.groups,
      asked: bySplit((name) => split.splits[name].asked),
      share: bySplit((name) => split.splits[name].share),
      heldOut: split.heldOut,
      kept: split.kept,
    },
    nearDuplicates: {
      ...split.nearDuplicates,
      largest: nearDuplicates
        .toSorted((a, b) => b.length - a.length)
        .slice(0, mostSets)
        .map((set) =>
          set.map((id) => ({ fileName: images[id - 1]!.fileName, split: images[id - 1]!.split })),
        ),
    },
    leaks: split.leaks,
    unreviewed: {
      included: images.filter(({ provenance }) => provenance.verdict === 'unreviewed').length,
      waiting: 0,
    },
  };
  return { ...health, findings: [...split.warnings, ...listFindings(health)] };
}

function intoBins(values: readonly number[], starts: readonly number[]): number[] {
  const bins = starts.map(() => 0);
  for (const value of values)
    bins[
      Math.max(
        0,
        starts.findLastIndex((start) => value >= start),
      )
    ]!++;
  return bins;
}

/** As parts of the picture's width and height, below 1. */
function middlesOf({ instances, width, height }: DatasetImage, index: number): [number, number][] {
  return instances
    .filter(({ classIndex }) => classIndex === index)
    .map(({ region: { box } }) => [(box.x + box.width / 2) / width, (box.y + box.height / 2) / height]);
}

function countPlaces(middles: readonly [number, number][]): number[] {
  const places = Array.from({ length: placeSide ** 2 }, () => 0);
  const step = (part: number): number => Math.min(placeSide - 1, Math.floor(part * placeSide));
  for (const [x, y] of middles) places[step(y) * placeSide + step(x)]!++;
  return places;
}

/** To a tenth: more digits say nothing. */
function rangeOf(values: readonly number[]): { least: number; median: number; most: number } | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return {
    least: tenth(sorted[0]!),
    median: tenth(sorted[sorted.length >> 1]!),
    most: tenth(sorted.at(-1)!),
  };
}
