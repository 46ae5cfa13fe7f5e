import type { BoardView } from '#contract/blueprint.ts';
import type { CellView } from '#contract/cell.ts';

type CellInFull = {
  cell: CellView;
  golden: BoardView['goldens'][number];
  defect: BoardView['defects'][number];
  /** As a title: "flange-a.jpg × Tool mark". */
  name: string;
};

/** A cell with what it is of; `null` where the board does not have it. */
export function cellInFull(
  { goldens, defects }: Pick<BoardView, 'goldens' | 'defects'>,
  cell: CellView | undefined,
): CellInFull | null {
  const golden = goldens.find(({ id }) => id === cell?.goldenId);
  const defect = defects.find(({ id }) => id === cell?.defectId);
  if (!cell || !golden || !defect) return null;
  return { cell, golden, defect, name: `${golden.name} × ${defect.name}` };
}
