import type { CellView } from '#contract/cell.ts';
import type { LineageView } from '#contract/lineage.ts';
import { useNavigate } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { useOrder } from '../../remote/use-order.tsx';
import type { HistorySearch } from '../../search.ts';
import { Panel } from '../../ui/panel.tsx';
import { useHotkeys } from '../../use-hotkeys.ts';
import { ComparePanel } from './compare-panel.tsx';
import { HistoryGraph, nodeElementId } from './history-graph.tsx';
import classes from './history-page.module.css';
import { PhrasesPanel } from './phrases-panel.tsx';
import { PromptPanel } from './prompt-panel.tsx';
import { useHistoryActions } from './use-history-actions.ts';

type Props = {
  blueprintId: string;
  cell: CellView;
  mmPerPixel: number | null;
  lineage: LineageView;
  search: HistorySearch;
};

/** The graph on one side; what is chosen in it, against another, on the other. */
export function HistoryRoom({ blueprintId, cell, mmPerPixel, lineage, search }: Props) {
  const { nodes, currentPromptId, total } = lineage;
  const navigate = useNavigate();
  const order = useOrder();
  const actions = useHistoryActions({ blueprintId, cellId: cell.id });
  const row = new Map(nodes.map((each, at) => [each.id, at]));
  const byId = (id: string | undefined) => (id === undefined ? undefined : nodes[row.get(id) ?? -1]);
  const numberOf = (id: string): number => total - (row.get(id) ?? total);
  const node = byId(search.prompt) ?? byId(currentPromptId) ?? nodes[0]!;
  const parent = byId(node.parentIds[0]);
  const asked = byId(search.base);
  const base = asked === undefined || asked.id === node.id ? parent : asked;

  const go = (change: HistorySearch) =>
    void navigate({
      to: paths.history,
      params: { blueprintId, cellId: cell.id },
      search: { ...search, ...change },
      replace: true,
      resetScroll: false,
    });
  const step = (id: string | undefined) => {
    if (id === undefined || !row.has(id)) return;
    go({ prompt: id });
    document.getElementById(nodeElementId(id))?.focus();
  };
  const at = row.get(node.id)!;
  useHotkeys('history', {
    newerPrompt: () => step(nodes[at - 1]?.id),
    olderPrompt: () => step(nodes[at + 1]?.id),
    parentPrompt: () => step(node.parentIds[0]),
    childPrompt: () => step(nodes.find(({ parentIds }) => parentIds.includes(node.id))?.id),
    holdAgainst: () => go({ base: node.id }),
  });

  return (
    <div className={classes.columns}>
      <div>
        <HistoryGraph
          lineage={lineage}
          chosenId={node.id}
          baseId={base?.id ?? null}
          numberOf={numberOf}
          onChoose={(id) => go({ prompt: id })}
        />
        {total > nodes.length && (
          <p className={classes.soft}>
            The newest {nodes.length} of {total}. All are in the JSON.
          </p>
        )}
      </div>
      <div className={classes.side}>
        <PromptPanel
          key={node.id}
          node={node}
          base={base}
          nodes={nodes}
          isCurrent={node.id === currentPromptId}
          numberOf={numberOf}
          actions={actions}
          mmPerPixel={mmPerPixel}
          onBase={(id) => go({ base: id })}
          onChoose={(id) => go({ prompt: id })}
        />
        {base === undefined ? (
          <Panel title="Compare">
            <span className={classes.soft}>
              Choose another description above, or branch from this one, to compare two on the same seed.
            </span>
          </Panel>
        ) : (
          <ComparePanel
            key={`${base.id} ${node.id}`}
            blueprintId={blueprintId}
            cellId={cell.id}
            base={base}
            node={node}
            numberOf={numberOf}
            compare={actions.compare}
            open={cell.counts.queued + cell.counts.running}
            whyNot={
              cell.state === 'active'
                ? order.obstacle([cell])
                : `The cell is ${cell.state}. Set it to active to make pictures.`
            }
          />
        )}
        <PhrasesPanel lineage={lineage} />
      </div>
    </div>
  );
}
