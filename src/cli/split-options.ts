import { type Command, Option } from 'commander';
import { AppError } from '#core/app-error.ts';
import { type Grouping, groupingNames, groupingWords } from '#core/dataset/grouping-words.ts';
import { normaliseHoldOut } from '#core/dataset/hold-out.ts';
import { parseSplit } from '#core/dataset/split-ratios.ts';
import { UsageError } from './usage-error.ts';

export type SplitCommandOptions = { split: string; groupBy: Grouping; holdOut: string };

/** How pictures are dealt out. */
export function addSplitOptions(command: Command): Command {
  const words = groupingNames.map((name) => `${name}: ${groupingWords[name].toLowerCase()}`);
  return command
    .option('--split <shares>', 'of train, val and test', (text) => checked(text, parseSplit), '80,10,10')
    .addOption(
      new Option('--group-by <what>', `what is kept in one split. ${words.join('; ')}`)
        .choices(groupingNames)
        .default('auto'),
    )
    .option(
      '--hold-out <list>',
      'what test holds, and alone: golden:NAME, generator:NAME, real (photos and uploads), with commas between them',
      (text) => checked(text, normaliseHoldOut),
      '',
    );
}

/** What the core refuses about an option is a wrong call. */
export function checked(text: string, check: (text: string) => unknown): string {
  try {
    check(text);
    return text;
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(error.message);
    throw error;
  }
}
