import { splitNames } from '#core/dataset/dataset.ts';
import type { MadeDataset } from '#services/make-dataset.ts';
import type { MadeDefect } from '#services/make-picture.ts';

type MakeReport = {
  out: string;
  defects: readonly MadeDefect[];
  made: MadeDataset;
  /** Photos that could not be used, a sentence each. */
  refused: string[];
  seconds: number;
};

/** For machines: one line, one object. */
export function makeReportJson({ out, defects, made, refused, seconds }: MakeReport): string {
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
    /** By name, the number of real samples that a defect was fitted to. */
    fittedTo: Object.fromEntries(defects.flatMap(({ name, fit }) => (fit ? [[name, fit.samples]] : []))),
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
