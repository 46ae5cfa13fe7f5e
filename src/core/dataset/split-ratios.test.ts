import { describe, expect, it } from 'vitest';
import { AppError } from '../app-error.ts';
import { parseSplit } from './split-ratios.ts';

describe('parseSplit', () => {
  it.each(['80,10,10', ' 8, 1 ,1 ', '0.8,.1,0.1'])('reads %j', (text) => {
    const { train, val, test } = parseSplit(text);
    expect([train, val, test].map((share) => share.toFixed(6))).toEqual(['0.800000', '0.100000', '0.100000']);
  });

  it('takes nothing for val or test', () => {
    expect(parseSplit('100,0,0')).toEqual({ train: 1, val: 0, test: 0 });
  });

  it.each([
    ['80,20', 'has 2 numbers instead of three'],
    ['80', 'has one number instead of three'],
    ['80,ten,10', 'holds something that is not a number from 0 up'],
    ['80,,10', 'holds something that is not a number from 0 up'],
    ['80,-10,10', 'holds something that is not a number from 0 up'],
    ['Infinity,1,1', 'holds something that is not a number from 0 up'],
    ['0,0,0', 'adds up to nothing'],
    ['0,50,50', 'leaves nothing to train on'],
  ])('refuses %j', (text, why) => {
    expect(() => parseSplit(text)).toThrow(AppError);
    expect(() => parseSplit(text)).toThrow(
      `The split "${text}" ${why}. Give three numbers for train, val and test`,
    );
  });
});
