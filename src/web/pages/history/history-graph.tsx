import type { LineageView } from '#contract/lineage.ts';
import { layoutHistory } from '#core/lineage/layout.ts';
import { Badge } from '@mantine/core';
import { useMemo } from 'react';
import { CandidateThumb } from '../../ui/candidate-thumb.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { moment } from '../../words.ts';
import { GraphGutter } from './graph-gutter.tsx';
import classes from './history-graph.module.css';
import { originText } from './origin-text.ts';
import { ShareLine } from './share-line.tsx';

type Props = {
  lineage: LineageView;
  chosenId: string;
  baseId: string | null;
  numberOf: (id: string) => number;
  onChoose: (id: string) => void;
};

/** Every description of the cell, newest first, with the lines of where each came from. */
export function HistoryGraph({ lineage, chosenId, baseId, numberOf, onChoose }: Props) {
  const { nodes, currentPromptId } = lineage;
  const layout = useMemo(() => layoutHistory(nodes), [nodes]);
  return (
    <ol className={classes.graph} aria-label="Descriptions, newest first">
      {nodes.map((node, row) => (
        <li key={node.id} className={classes.row}>
          <GraphGutter layout={layout} row={row} isCurrent={node.id === currentPromptId} />
          <button
            type="button"
            id={nodeElementId(node.id)}
            className={classes.node}
            aria-current={node.id === chosenId}
            data-base={node.id === baseId}
            onClick={() => onChoose(node.id)}
          >
            <span className={classes.head}>
              <b>#{numberOf(node.id)}</b>
              <span className={classes.soft}>{originText(node.origin, node.parentIds.map(numberOf))}</span>
              {node.id === currentPromptId && (
                <Badge size="md" variant="outline" color="gray" className={classes.badge}>
                  Current
                </Badge>
              )}
              {node.id === baseId && (
                <Badge size="md" variant="outline" color="gray" className={classes.badge}>
                  Held against
                </Badge>
              )}
            </span>
            <span className={classes.text}>
              {node.text === '' ? <i>No description: all is left to chance</i> : node.text}
            </span>
            <span className={classes.foot}>
              <ShareLine
                approved={node.counts.approved}
                decided={node.counts.approved + node.counts.rejected}
              />
              {node.counts.undecided > 0 && (
                <span className={classes.soft}>{node.counts.undecided} undecided</span>
              )}
            </span>
            <span className={classes.soft}>
              {node.author}, {moment(node.createdAt)}
            </span>
            {node.latest.length > 0 && (
              <span className={classes.thumbs}>
                {node.latest.map((picture) => (
                  <span key={picture.id} className={classes.thumb}>
                    <CandidateThumb {...picture} width={1} height={1} />
                    <VerdictMark verdict={picture.verdict} className={classes.mark} />
                  </span>
                ))}
              </span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Where the keyboard goes when a description is chosen by key. */
export function nodeElementId(promptId: string): string {
  return `prompt-${promptId}`;
}
