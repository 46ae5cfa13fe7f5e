import { AppError } from '../app-error.ts';
import { type SplitName, splitNames } from './dataset.ts';

/** Shares that add up to 1. */
export type SplitRatios = Readonly<Record<SplitName, number>>;

/** Reads `"80,10,10"` (train, val, test). Any scale will do: `8,1,1` and `0.8,0.1,0.1` mean the same. */
export function parseSplit(text: string): SplitRatios {
  const parts = text.split(',').map((part) => part.trim());
  const numbers = parts.map((part) => (/^\d+(\.\d+)?$|^\.\d+$/.test(part) ? Number(part) : Number.NaN));
  const refuse = (why: string): never => {
    const hint = 'Give three numbers for train, val and test, for example 80,10,10.';
    throw new AppError('bad_request', `The split "${text.slice(0, 40)}" ${why}. ${hint}`);
  };
  if (parts.length !== splitNames.length) {
    refuse(`has ${parts.length === 1 ? 'one number' : `${parts.length} numbers`} instead of three`);
  }
  if (!numbers.every((number) => Number.isFinite(number))) {
    refuse('holds something that is not a number from 0 up');
  }
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (sum === 0) refuse('adds up to nothing');
  if (numbers[0] === 0) refuse('leaves nothing to train on');
  return { train: numbers[0]! / sum, val: numbers[1]! / sum, test: numbers[2]! / sum };
}
