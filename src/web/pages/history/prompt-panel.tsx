import type { LineageNodeView } from '#contract/lineage.ts';
import { Button, Group, Select, Stack } from '@mantine/core';
import { IconArrowBackUp, IconGitBranch, IconGitMerge, IconPin } from '@tabler/icons-react';
import { useState } from 'react';
import { Panel } from '../../ui/panel.tsx';
import { BranchForm } from './branch-form.tsx';
import classes from './history-page.module.css';
import type { useHistoryActions } from './use-history-actions.ts';
import { WordChanges } from './word-changes.tsx';

type Props = {
  node: LineageNodeView;
  base: LineageNodeView | undefined;
  nodes: readonly LineageNodeView[];
  isCurrent: boolean;
  numberOf: (id: string) => number;
  actions: ReturnType<typeof useHistoryActions>;
  mmPerPixel: number | null;
  onBase: (id: string) => void;
  onChoose: (id: string) => void;
};

/** One description: what is different in it, and what can be done from it. */
export function PromptPanel(props: Props) {
  const { node, base, nodes, isCurrent, numberOf, actions, onBase, onChoose } = props;
  const [writing, setWriting] = useState<'branch' | 'merge' | null>(null);
  const makers = node.madeBy.map(({ generator, model }) =>
    model === null ? generator : `${generator} ${model}`,
  );
  const options = nodes
    .filter(({ id }) => id !== node.id)
    .map(({ id, text }) => ({
      value: id,
      label: `#${numberOf(id)} ${text === '' ? 'No description' : text}`,
    }));
  return (
    <Panel title={`Description #${numberOf(node.id)}`}>
      <Stack gap="sm">
        {options.length > 0 && (
          <Select
            label="Difference from"
            data={options}
            value={base?.id ?? null}
            placeholder="Choose another description"
            onChange={(id) => id !== null && onBase(id)}
            searchable
          />
        )}
        {base === undefined ? (
          <p className={classes.text}>{node.text === '' ? <i>No description</i> : node.text}</p>
        ) : (
          <WordChanges before={base.text} after={node.text} />
        )}
        {makers.length > 0 && <span className={classes.soft}>Pictures made by {makers.join(', ')}</span>}
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconGitBranch size={18} />}
            aria-expanded={writing === 'branch'}
            onClick={() => setWriting(writing === 'branch' ? null : 'branch')}
          >
            Branch from here
          </Button>
          {base !== undefined && (
            <Button
              variant="default"
              leftSection={<IconGitMerge size={18} />}
              aria-expanded={writing === 'merge'}
              onClick={() => setWriting(writing === 'merge' ? null : 'merge')}
            >
              Merge with #{numberOf(base.id)}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconPin size={18} />}
            disabled={isCurrent}
            loading={actions.setCurrent.isPending}
            onClick={() => actions.setCurrent.mutate(node.id)}
          >
            Set as current
          </Button>
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={18} />}
            disabled={isCurrent}
            loading={actions.rollBack.isPending}
            onClick={() =>
              actions.rollBack.mutate(node.id, { onSuccess: ({ promptId }) => onChoose(promptId) })
            }
          >
            Roll back to this
          </Button>
        </Group>
        <span className={classes.soft}>
          {isCurrent
            ? 'This is the current description: pictures are made from it.'
            : 'Set as current goes on from this one. Roll back does the same with a new entry that says so.'}
        </span>
        {writing !== null && (
          <BranchForm
            key={`${writing} ${base?.id}`}
            parents={writing === 'merge' && base !== undefined ? [node, base] : [node]}
            mmPerPixel={props.mmPerPixel}
            branch={actions.branch}
            onDone={(id) => {
              setWriting(null);
              onChoose(id);
            }}
          />
        )}
      </Stack>
    </Panel>
  );
}
