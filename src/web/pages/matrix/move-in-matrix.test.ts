import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hotkeys } from '../../hotkeys.ts';
import { moveInMatrix } from './move-in-matrix.ts';

const size = { rows: 3, columns: 4 };

describe('moving in the matrix by key', () => {
  it('goes one cell in the arrow’s direction', () => {
    const from = { row: 1, column: 1 };
    expect(moveInMatrix(from, 'cellLeft', size)).toEqual({ row: 1, column: 0 });
    expect(moveInMatrix(from, 'cellRight', size)).toEqual({ row: 1, column: 2 });
    expect(moveInMatrix(from, 'cellUp', size)).toEqual({ row: 0, column: 1 });
    expect(moveInMatrix(from, 'cellDown', size)).toEqual({ row: 2, column: 1 });
  });

  it('goes to the ends of the row and of the matrix', () => {
    const from = { row: 1, column: 2 };
    expect(moveInMatrix(from, 'rowStart', size)).toEqual({ row: 1, column: 0 });
    expect(moveInMatrix(from, 'rowEnd', size)).toEqual({ row: 1, column: 3 });
    expect(moveInMatrix(from, 'firstCell', size)).toEqual({ row: 0, column: 0 });
    expect(moveInMatrix(from, 'lastCell', size)).toEqual({ row: 2, column: 3 });
  });

  it('stays on the matrix, whatever is pressed and wherever it starts', () => {
    const actions = hotkeys.map((row) => row.action);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.constantFrom(...actions), { maxLength: 60 }),
        (rows, columns, presses) => {
          let place = { row: 0, column: 0 };
          for (const action of presses) place = moveInMatrix(place, action, { rows, columns });
          expect(place.row).toBeGreaterThanOrEqual(0);
          expect(place.row).toBeLessThan(rows);
          expect(place.column).toBeGreaterThanOrEqual(0);
          expect(place.column).toBeLessThan(columns);
        },
      ),
    );
  });
});
