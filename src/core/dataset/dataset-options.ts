import { AppError } from '../app-error.ts';
import { type ExportFormat, parseFormats } from './export-format.ts';
import { choicesOf, type FormatOptions, formatOptionNames, readFormatOptions } from './format-options.ts';
import type { SplitName } from './dataset.ts';
import type { Grouping } from './grouping-words.ts';
import { normaliseHoldOut } from './hold-out.ts';
import { parseSplit } from './split-ratios.ts';

/** What a version of a dataset was asked for, in words that mean the same for ever. */
export type DatasetOptions = {
  readonly formats: readonly ExportFormat[];
  /** How those are written. */
  readonly formatOptions: FormatOptions;
  /** Shares of train, val and test, as they were given. */
  readonly split: string;
  /** What is kept in one split, and what test holds alone; left out in versions from before either could be asked. */
  readonly groupBy?: Grouping;
  readonly holdOut?: string;
  /** Golden images too, as pictures without a defect. */
  readonly good: boolean;
  /** False: annotations only. */
  readonly pictures: boolean;
  /** No ZIP is longer, unless one file is; `null`: all in one. */
  readonly partBytes: number | null;
};

/** What a version holds, counted once. */
export type DatasetContents = {
  readonly pictures: Readonly<Record<SplitName, number>>;
  readonly warnings: readonly string[];
};

/** A part holds a few pictures at least. */
export const smallestPart = 16 * 1024 * 1024;

/** Throws AppError `bad_request`. */
export function readDatasetOptions(given: {
  formats: string;
  split: string;
  groupBy?: Grouping;
  holdOut?: string;
  good: boolean;
  pictures: boolean;
  partBytes?: number | null;
  formatOptions?: Partial<FormatOptions>;
}): DatasetOptions {
  parseSplit(given.split);
  const partBytes = given.partBytes ?? null;
  if (partBytes !== null && partBytes < smallestPart) {
    throw new AppError('bad_request', `A part of a dataset takes at least ${smallestPart} bytes.`);
  }
  return {
    formats: parseFormats(given.formats),
    formatOptions: readFormatOptions(given.formatOptions),
    split: given.split.replaceAll(/\s/g, ''),
    groupBy: given.groupBy ?? 'auto',
    holdOut: normaliseHoldOut(given.holdOut ?? ''),
    good: given.good,
    pictures: given.pictures,
    partBytes,
  };
}

/** The same text for the same options; a default is left out, so that options to come change no text of today. */
export function datasetOptionsKey(options: DatasetOptions): string {
  const { formats, split, good, pictures, partBytes, formatOptions } = options;
  const { groupBy = 'auto', holdOut = '' } = options;
  const chosen = formatOptionNames
    .toSorted()
    .filter((name) => formatOptions[name] !== choicesOf(name)[0])
    .map((name): [string, string] => [name, formatOptions[name]]);
  if (groupBy !== 'auto') chosen.push(['groupBy', groupBy]);
  if (holdOut !== '') chosen.push(['holdOut', holdOut]);
  return JSON.stringify([formats.toSorted(), split, good, pictures, partBytes, ...chosen]);
}
