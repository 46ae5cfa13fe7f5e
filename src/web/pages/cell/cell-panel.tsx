import type { CellView } from '#contract/cell.ts';
import type { DefectView } from '#contract/defect.ts';
import type { GoldenView } from '#contract/golden.ts';
import { whyImpossible } from '#core/template/impossible-defects.ts';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '../../api/queries.ts';
import { BookPanel } from '../../book/book-panel.tsx';
import { useBoard } from '../blueprint/use-board.ts';
import type { useCellActions } from '../matrix/use-cell-actions.ts';
import { CellState } from './cell-state.tsx';
import { PromptEditor } from './prompt-editor.tsx';
import { ReasonCounts } from './reason-counts.tsx';

type Props = {
  cell: CellView;
  golden: GoldenView;
  defect: DefectView;
  actions: ReturnType<typeof useCellActions>;
};

/** What is asked of a cell: how the defect looks, whether it counts, and what the book says of it. */
export function CellPanel({ cell, golden, defect, actions }: Props) {
  const { blueprint } = useBoard();
  const material = useQuery(catalogueQuery()).data?.materials.find(({ id }) => id === blueprint.material);
  return (
    <>
      <ReasonCounts blueprintId={blueprint.id} cellId={cell.id} defect={defect} />
      <PromptEditor cell={cell} golden={golden} blueprintId={blueprint.id} />
      <CellState
        cell={cell}
        whyImpossible={whyImpossible(defect.family, blueprint.material)}
        what={`${defect.name} on ${material?.label.toLowerCase() ?? blueprint.material}?`}
        actions={actions}
      />
      <BookPanel blueprintId={blueprint.id} defect={defect} />
    </>
  );
}
