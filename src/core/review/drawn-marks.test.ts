import { describe, expect, it } from 'vitest';
import { readDrawnMarks } from './drawn-marks.ts';

const aimed = { severity: 'minor', min: 2.5, max: 4, units: 3 };
const mark = (defect: number): object => ({
  defect,
  aimed,
  contrast: { units: 3.1, levels: 9 },
  reached: true,
});

describe('readDrawnMarks', () => {
  it('says of each mark and each left-out defect which one it is', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const measured = {
      marks: [{ ...mark(0), box }, mark(2)],
      leftOut: [{ defect: 1, reason: 'No place.' }],
      defectIds: ['a', 'b', 'c'],
    };
    expect(readDrawnMarks(measured, 'a')).toEqual({
      drawn: [
        { defectId: 'a', box, aimed, cameOut: 3.1, reached: true, fittedTo: null },
        { defectId: 'c', box: null, aimed, cameOut: 3.1, reached: true, fittedTo: null },
      ],
      leftOut: [{ defectId: 'b', reason: 'No place.' }],
    });
  });

  it('reads what was recorded before there were several defects, and nothing from what is not ours', () => {
    expect(readDrawnMarks({ marks: [{ ...mark(0), fittedTo: 7 }] }, 'a').drawn[0]).toMatchObject({
      defectId: 'a',
      box: null,
      fittedTo: 7,
    });
    expect(readDrawnMarks({}, 'a')).toEqual({ drawn: [], leftOut: [] });
    expect(readDrawnMarks({ marks: [{ defect: 0 }] }, 'a')).toEqual({ drawn: [], leftOut: [] });
  });
});
