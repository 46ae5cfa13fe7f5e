import { type Command, Option } from 'commander';
import { exportFormats, formatWords, parseFormats } from '#core/dataset/export-format.ts';
import {
  choicesOf,
  type FormatOptions,
  formatOptionNames,
  formatOptionWords,
} from '#core/dataset/format-options.ts';
import { closestOf } from '#core/prompt/closest.ts';
import { severities } from '#core/prompt/parameters.ts';
import {
  leastSeverity,
  mostSeverity,
  narrowestSeverityRange,
  readSeverityRange,
  type SeverityRange,
} from '#core/prompt/severity.ts';
import { addSplitOptions, checked, type SplitCommandOptions } from './split-options.ts';
import { UsageError } from './usage-error.ts';

/** What every command that writes a dataset takes. */
export type DatasetOptions = Partial<FormatOptions> &
  SplitCommandOptions & {
    out: string;
    format: string;
    good: boolean;
    includeGood?: boolean;
    allowUnreviewed?: boolean;
    force?: boolean;
    json?: boolean;
  };

export function addDatasetOptions(command: Command, describe: { allowUnreviewed: string }): Command {
  command.requiredOption('-o, --out <path>', 'a new or empty folder, or a file that ends in .zip');
  return addGoodOption(addFormatOptions(command))
    .option('--allow-unreviewed', describe.allowUnreviewed)
    .option('--force', 'replace the dataset that is at --out')
    .option('--json', 'print one JSON object instead of the summary');
}

/**
 * Golden photos are in a dataset as pictures without a defect: a trainer learns from them what is none, and some formats
 * cannot do without. The same for every command, and over HTTP.
 */
export function addGoodOption(command: Command): Command {
  return command
    .option('--no-good', 'without the golden photos, which are in it as pictures without a defect')
    .addOption(
      // What had to be said once; whoever says it does not mean the contrary too.
      new Option('--include-good').hideHelp().conflicts('good'),
    );
}

/** Formats, how they are written, and the split. */
export function addFormatOptions(command: Command): Command {
  command.option(
    '-f, --format <list>',
    `any of ${exportFormats.map((format) => `${format} (${formatWords[format].label})`).join(', ')}`,
    checkFormats,
    'coco,yolo',
  );
  addSplitOptions(command);
  for (const name of formatOptionNames) {
    const { label, formats } = formatOptionWords[name];
    const choices = choicesOf(name);
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    command.addOption(
      new Option(`--${flag} <how>`, `${label}, for ${formats.join(', ')}`)
        .choices(choices)
        .default(choices[0]),
    );
  }
  return command;
}

/** A parser for a whole number in a range, for Commander. */
export function wholeNumber(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw new UsageError(`${name} takes a whole number from ${low} to ${high}, not “${text}”.`);
  };
}

/** A parser for a number above 0, such as 0.05, for Commander. */
export function positiveNumber(name: string, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d{0,9}\.?\d{0,9}$/.test(text) && /\d/.test(text) ? Number(text) : Number.NaN;
    if (value > 0 && value <= high) return value;
    throw new UsageError(`${name} takes a number above 0, at most ${high}, not “${text}”.`);
  };
}

/** A parser for a part of the whole, 0 to 1, for Commander. */
export function share(name: string): (text: string) => number {
  return (text) => {
    const value = /^\d?\.?\d{0,9}$/.test(text) && /\d/.test(text) ? Number(text) : Number.NaN;
    if (value >= 0 && value <= 1) return value;
    throw new UsageError(`${name} takes a share from 0 to 1, such as 0.1, not “${text}”.`);
  };
}

/** A parser for a day (its beginning, here) or a moment in ISO 8601, for Commander. */
export function moment(name: string): (text: string) => Date {
  return (text) => {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
    const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?$/.test(text);
    const date = new Date(isDay ? `${text}T00:00` : text);
    if ((isDay || isMoment) && !Number.isNaN(date.getTime())) return date;
    throw new UsageError(
      `${name} takes a day such as 2026-11-01, or a moment such as 2026-11-01T06:00, not “${text}”.`,
    );
  };
}

/** A parser for a severity or a range of it, for Commander. */
export function severity(name: string): (text: string) => SeverityRange {
  return (text) => {
    const range = readSeverityRange(text);
    if (range !== null) return range;
    throw new UsageError(
      `${name} takes ${severities.join(', ')}, two of them such as minor-major, or numbers from ${leastSeverity} to ${mostSeverity} such as 2-6 (at least ${narrowestSeverityRange} apart), not “${text}”.`,
    );
  };
}

/** For options that may be given several times, each with one or more values. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

function checkFormats(text: string): string {
  for (const part of text.split(',').map((format) => format.trim().toLowerCase())) {
    if (part === '' || part === 'yolo-segment' || exportFormats.some((known) => known === part)) continue;
    const closest = closestOf(part, exportFormats);
    const hint = closest === null ? '' : ` Did you mean “${closest}”?`;
    throw new UsageError(`--format: there is no “${part}”.${hint} Choose among ${exportFormats.join(', ')}.`);
  }
  return checked(text, parseFormats);
}
