import { whyImpossible } from '#core/template/impossible-defects.ts';
import type { BoardView } from '#contract/blueprint.ts';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, type CSSProperties, type KeyboardEvent } from 'react';
import { combination, findHotkey } from '../../hotkeys.ts';
import { paths } from '../../paths.ts';
import { ColumnHeader } from './column-header.tsx';
import { MatrixCell } from './matrix-cell.tsx';
import { moveInMatrix } from './move-in-matrix.ts';
import { RowHeader } from './row-header.tsx';
import type { useCellActions } from './use-cell-actions.ts';
import classes from './matrix-grid.module.css';

type Props = {
  board: BoardView;
  actions: ReturnType<typeof useCellActions>;
  onPanel: (cellId: string) => void;
};

const route = getRouteApi(paths.matrix);

/** Golden images down, defects across. One cell takes the Tab key; the arrows go on from there. */
export function MatrixGrid({ board, actions, onPanel }: Props) {
  const { blueprint, goldens, defects, cells } = board;
  const navigate = useNavigate();
  const { cell: placeId } = route.useSearch();
  const table = useRef<HTMLTableElement>(null);

  const cellAt = useMemo(() => {
    const byPlace = new Map(cells.map((cell) => [`${cell.goldenId} ${cell.defectId}`, cell]));
    return (row: number, column: number) => byPlace.get(`${goldens[row]?.id} ${defects[column]?.id}`);
  }, [cells, goldens, defects]);

  const current = cells.find((cell) => cell.id === placeId) ?? cellAt(0, 0);
  const linkOf = (cellId: string | undefined) =>
    table.current?.querySelector<HTMLElement>(`[data-cell="${cellId}"]`) ?? null;

  useEffect(() => {
    // Back from a cell, the keyboard is where it was.
    if (placeId !== undefined && document.activeElement === document.body) linkOf(placeId)?.focus();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- on arrival only
  }, []);

  const keepPlace = (cellId: string) =>
    void navigate({
      to: paths.matrix,
      params: { blueprintId: blueprint.id },
      // An open panel stays open.
      search: (before) => ({ ...before, cell: cellId }),
      replace: true,
      resetScroll: false,
    });

  const onKeyDown = (event: KeyboardEvent) => {
    const at = (event.target as Element).closest('[data-cell]');
    const found = findHotkey(combination(event), ['matrix']);
    if (at === null || found === undefined || found.action === 'openCell') return;
    const cell = cells.find((candidate) => candidate.id === at.getAttribute('data-cell'));
    if (cell === undefined) return;
    event.preventDefault();
    if (found.action === 'cellPanel') return onPanel(cell.id);
    const from = {
      row: goldens.findIndex((golden) => golden.id === cell.goldenId),
      column: defects.findIndex((defect) => defect.id === cell.defectId),
    };
    const to = moveInMatrix(from, found.action, { rows: goldens.length, columns: defects.length });
    linkOf(cellAt(to.row, to.column)?.id)?.focus();
  };

  return (
    <div className={classes.frame}>
      <div className={classes.scroller}>
        <table
          ref={table}
          className={classes.table}
          role="grid"
          aria-label="Golden images and defects"
          style={{ '--columns': defects.length } as CSSProperties}
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr>
              <td className={classes.corner}>
                <span className="visually-hidden">Golden image</span>
              </td>
              {defects.map((defect) => (
                <ColumnHeader
                  key={defect.id}
                  defect={defect}
                  cells={cells.filter((cell) => cell.defectId === defect.id)}
                  blueprintId={blueprint.id}
                  actions={actions}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {goldens.map((golden, row) => (
              <tr key={golden.id}>
                <RowHeader
                  golden={golden}
                  cells={cells.filter((cell) => cell.goldenId === golden.id)}
                  blueprintId={blueprint.id}
                  actions={actions}
                />
                {defects.map((defect, column) => {
                  const cell = cellAt(row, column);
                  return (
                    <td key={defect.id} className={classes.cell}>
                      {cell && (
                        <MatrixCell
                          cell={cell}
                          name={`${golden.name}, ${defect.name}`}
                          blueprintId={blueprint.id}
                          whyImpossible={whyImpossible(defect.family, blueprint.material)}
                          inTabOrder={cell.id === current?.id}
                          onPlace={keepPlace}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
