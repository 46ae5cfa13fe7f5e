import type { LineageNodeView } from '#contract/lineage.ts';
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { sentenceOf } from '../../notify.ts';
import { PromptReading } from '../../ui/prompt-reading.tsx';
import { useBoard } from '../blueprint/use-board.ts';
import type { useHistoryActions } from './use-history-actions.ts';

type Props = {
  node: LineageNodeView;
  mmPerPixel: number | null;
  branch: ReturnType<typeof useHistoryActions>['branch'];
  onDone: (promptId: string) => void;
};

/** Another text that goes on from this one. */
export function BranchForm({ node, mmPerPixel, branch, onDone }: Props) {
  const { severityRange } = useBoard().blueprint.settings.drawing;
  const [text, setText] = useState(node.text);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    branch.mutate({ text, parentIds: [node.id] }, { onSuccess: ({ promptId }) => onDone(promptId) });
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
          <Button type="submit" loading={branch.isPending} disabled={text.trim() === node.text.trim()}>
            Save as new description
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
