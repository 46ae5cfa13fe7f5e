import type { LineageNodeView } from '#contract/lineage.ts';
import { mergeTexts } from '#core/lineage/merge-texts.ts';
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { catalogueQuery } from '../../api/queries.ts';
import { sentenceOf } from '../../notify.ts';
import { PromptReading } from '../../ui/prompt-reading.tsx';
import { useBoard } from '../blueprint/use-board.ts';
import type { useHistoryActions } from './use-history-actions.ts';

type Props = {
  /** Two are joined: the first as it is written, then what only the second asks for. */
  parents: readonly [LineageNodeView, LineageNodeView?];
  mmPerPixel: number | null;
  branch: ReturnType<typeof useHistoryActions>['branch'];
  onDone: (promptId: string) => void;
};

/** Another text that goes on from one, or from two. */
export function BranchForm({ parents: [node, other], mmPerPixel, branch, onDone }: Props) {
  const { severityRange } = useBoard().blueprint.settings.drawing;
  const families = useQuery(catalogueQuery()).data?.families ?? [];
  const [text, setText] = useState(() =>
    other === undefined ? node.text : mergeTexts(node.text, other.text, families),
  );
  const parentIds = other === undefined ? [node.id] : [node.id, other.id];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    branch.mutate({ text, parentIds }, { onSuccess: ({ promptId }) => onDone(promptId) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xs">
        <Textarea
          label="New description"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={branch.isError && sentenceOf(branch.error)}
          autosize
          minRows={2}
          maxRows={8}
          data-autofocus
          autoFocus
        />
        <PromptReading text={text} mmPerPixel={mmPerPixel} severityRange={severityRange} />
        <Group>
          <Button
            type="submit"
            loading={branch.isPending}
            disabled={other === undefined && text.trim() === node.text.trim()}
          >
            Save as new description
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
