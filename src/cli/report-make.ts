import { splitNames } from '#core/dataset/dataset.ts';
import type { MadeDataset } from '#services/make-dataset.ts';

type MakeReport = {
  out: string;
  made: MadeDataset;
  /** Photos that could not be used, a sentence each. */
  refused: string[];
  seconds: number;
};

/** For machines: one line, one object. */
export function makeReportJson({ out, made, refused, seconds }: MakeReport): string {
  const { dataset, split } = made.assembled;
  return JSON.stringify({
    out,
    pictures: made.made,
    allowedVariation: made.allowedVariation,
    images: dataset.images.length,
    failed: made.failures.reduce((sum, failure) => sum + failure.count, 0),
    failures: made.failures,
    refused,
    classes: dataset.classes.map(({ index, name }) => ({ id: index + 1, name })),
    splits: Object.fromEntries(splitNames.map((name) => [name, split.splits[name].images])),
    warnings: made.warnings,
    seconds: Math.round(seconds * 100) / 100,
  });
}

/** For people: one line. */
export function makeReportLine({ out, made, seconds }: MakeReport): string {
  const { images } = made.assembled.dataset;
  const extras = [
    { count: made.allowedVariation, what: 'of allowed variation' },
    { count: images.length - made.made - made.allowedVariation, what: 'of good parts' },
  ].filter(({ count }) => count > 0);
  const { splits } = made.assembled.split;
  const shares = splitNames.map((name) => `${name} ${splits[name].images}`).join(', ');
  return `${countPictures(made.made)}${extras.map(({ count, what }) => ` and ${count} ${what}`).join('')} in ${seconds.toFixed(1)} s (${shares}): ${out}`;
}

export function countPictures(count: number): string {
  return `${count} picture${count === 1 ? '' : 's'}`;
}
