import { expect, test } from 'vitest';
import { paintOf, plainTouch, strokeRadius } from './stroke.ts';

test('a pen that is pressed harder draws wider where it is asked to, and never nothing', () => {
  const pen = (pressure: number) => ({ erases: false, pressure });
  const by = (usesPressure: boolean, radius = 10) => ({ usesPressure, radius });
  const widths = [0.1, 0.5, 1].map((pressure) => strokeRadius(by(true), pen(pressure)));
  expect(widths).toEqual([expect.closeTo(2.8), expect.closeTo(6), expect.closeTo(10)]);
  expect([strokeRadius(by(false), pen(0.1)), strokeRadius(by(true), plainTouch)]).toEqual([10, 10]);
  // A pixel's centre is never further than this from where the stroke is.
  expect(strokeRadius(by(true, 0.5), pen(0))).toBeGreaterThan(Math.SQRT1_2);
});

test('a stroke goes to the chosen mark, else to what it touches or to a new one, or takes away', () => {
  const free = { selected: null, defectId: 'scratch', isApart: false };
  expect(paintOf(free, false)).toEqual({ kind: 'new', defectId: 'scratch', apart: false });
  expect(paintOf({ ...free, isApart: true }, false)).toMatchObject({ kind: 'new', apart: true });
  expect(paintOf({ ...free, selected: 3 }, false)).toEqual({ kind: 'mark', mark: 3 });
  expect(paintOf({ ...free, selected: 3 }, true)).toEqual({ kind: 'erase' });
});
