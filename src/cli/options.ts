import { AppError } from '#core/app-error.ts';
import { exportFormats, parseFormats } from '#core/dataset/export-format.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import { closestOf } from '#core/prompt/closest.ts';
import { UsageError } from './usage-error.ts';

/** A parser for a whole number in a range, for Commander. */
export function wholeNumber(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high) return value;
    throw new UsageError(`${name} takes a whole number from ${low} to ${high}, not “${text}”.`);
  };
}

/** For options that may be given several times, each with one or more values. */
export function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

export function checkFormats(text: string): string {
  for (const part of text.split(',').map((format) => format.trim().toLowerCase())) {
    if (part === '' || part === 'yolo-segment' || exportFormats.some((known) => known === part)) continue;
    throw new UsageError(
      `There is no format “${part}”. The closest is “${closestOf(part, exportFormats)}”; all are: ${exportFormats.join(', ')}.`,
    );
  }
  return asUsage(() => (parseFormats(text), text));
}

export function checkSplit(text: string): string {
  return asUsage(() => (parseSplit(text), text));
}

/** What the core refuses about an option is a wrong call. */
function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(error.message);
    throw error;
  }
}
