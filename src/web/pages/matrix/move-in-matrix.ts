import type { HotkeyAction } from '../../hotkeys.ts';

export type MatrixPlace = { readonly row: number; readonly column: number };
export type MatrixSize = { readonly rows: number; readonly columns: number };

/** Where a key leads from a cell. The matrix has edges: a move beyond one stays where it is. */
export function moveInMatrix(from: MatrixPlace, action: HotkeyAction, size: MatrixSize): MatrixPlace {
  const bottom = Math.max(0, size.rows - 1);
  const end = Math.max(0, size.columns - 1);
  const { row, column } = from;
  switch (action) {
    case 'cellLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'cellRight':
      return { row, column: Math.min(end, column + 1) };
    case 'cellUp':
      return { row: Math.max(0, row - 1), column };
    case 'cellDown':
      return { row: Math.min(bottom, row + 1), column };
    case 'rowStart':
      return { row, column: 0 };
    case 'rowEnd':
      return { row, column: end };
    case 'firstCell':
      return { row: 0, column: 0 };
    case 'lastCell':
      return { row: bottom, column: end };
    default:
      return from;
  }
}
