import { regenerateCell, type CellView } from '#contract/cell.ts';
import type { GoldenView } from '#contract/golden.ts';
import { Button, NumberInput, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyDone, sentenceOf } from '../../notify.ts';
import { LimitAdvice } from '../../book/limit-advice.tsx';
import { PromptFields } from '../../prompt/prompt-fields.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PromptReading } from '../../ui/prompt-reading.tsx';
import { generatorNames } from '../../remote/generator-names.ts';
import { useOrder } from '../../remote/use-order.tsx';
import { countOf } from '../../words.ts';
import { picturesOf } from '../matrix/matrix-counts.ts';
import { useBoard } from '../blueprint/use-board.ts';

type Props = { cell: CellView; golden: Pick<GoldenView, 'mmPerPixel'>; blueprintId: string };

/** What the defect should look like here, and more pictures of it. */
export function PromptEditor({ cell, golden, blueprintId }: Props) {
  const queryClient = useQueryClient();
  const order = useOrder();
  const { generator, drawing } = useBoard().blueprint.settings;
  // Null until somebody types: news of the cell then shows, and never takes away what was typed.
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? cell.promptText;
  const [asked, setCount] = useState<number | string>(5);
  // Empty: a new one for each picture.
  const [seed, setSeed] = useState<number | string>('');
  const count = typeof seed === 'number' ? 1 : asked;
  const { approved, rejected, undecided } = picturesOf(cell);
  const verb = approved + rejected + undecided === 0 ? 'generate' : 'regenerate';
  const obstacle = order.obstacle([cell]);
  const changed = text.trim() !== cell.promptText.trim();

  const regenerate = useMutation({
    mutationFn: (amount: number) =>
      call(regenerateCell, {
        params: { cellId: cell.id },
        body: { text, count: amount, ...(typeof seed === 'number' && { seed }) },
      }),
    onSuccess: async ({ queued }) => {
      notifyDone(`${countOf(queued, 'picture')} queued`);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
        queryClient.invalidateQueries({ queryKey: keys.cell(blueprintId, cell.id) }),
      ]);
      setDraft((typed) => (typed === text ? null : typed));
    },
  });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (typeof count === 'number' && (await order.confirm(count))) regenerate.mutate(count);
  };

  return (
    <Panel title="Description">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <Textarea
            aria-label="Description of the defect"
            description="In plain words. Changing it keeps the earlier ones and their pictures."
            value={text}
            onChange={(event) => setDraft(event.currentTarget.value)}
            error={regenerate.isError && sentenceOf(regenerate.error)}
            autosize
            minRows={3}
            maxRows={10}
          />
          <LimitAdvice text={text} defectId={cell.defectId} golden={golden} blueprintId={blueprintId} />
          <PromptReading text={text} mmPerPixel={golden.mmPerPixel} severityRange={drawing.severityRange} />
          <PromptFields text={text} onChange={setDraft} mmPerPixel={golden.mmPerPixel} />
          <SimpleGrid cols={2} spacing="xs">
            <NumberInput
              label="Pictures"
              value={count}
              onChange={setCount}
              min={1}
              max={500}
              allowDecimal={false}
              disabled={typeof seed === 'number'}
            />
            <NumberInput
              label="Seed"
              placeholder="new for each"
              value={seed}
              onChange={setSeed}
              min={0}
              max={2_147_483_647}
              allowDecimal={false}
              allowNegative={false}
              hideControls
            />
          </SimpleGrid>
          <Button
            type="submit"
            loading={regenerate.isPending}
            disabled={cell.state !== 'active' || typeof count !== 'number' || obstacle !== null}
          >
            {changed ? `Save and ${verb}` : verb === 'generate' ? 'Generate' : 'Regenerate'}
            {typeof count === 'number' && order.price(count)}
          </Button>
          <Text size="sm" c="dimmed">
            Made by {generatorNames[generator.name]}
            {generator.model !== null && `, ${generator.model}`}
            {typeof seed === 'number' &&
              '. One seed makes one picture, the same each time for the same words'}
            .
          </Text>
          {obstacle !== null && <Text size="sm">{obstacle}</Text>}
          {cell.state !== 'active' && (
            <Text size="sm" c="dimmed">
              The cell is {cell.state}. Set it to active to make more pictures.
            </Text>
          )}
        </Stack>
      </form>
    </Panel>
  );
}
