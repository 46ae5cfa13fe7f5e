import { changeBlueprint, type BoardView } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { Alert, Button, Drawer, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyDone, sentenceOf } from '../../notify.ts';
import { GeneratorFields } from '../../remote/generator-fields.tsx';
import { DrawingFields } from './drawing-fields.tsx';

type Props = { board: BoardView; opened: boolean; onClose: () => void };

/** Settings of the whole blueprint. */
export function SettingsDrawer({ board, opened, onClose }: Props) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={400} title="Settings">
      <SettingsForm board={board} onClose={onClose} />
    </Drawer>
  );
}

function SettingsForm({ board, onClose }: Omit<Props, 'opened'>) {
  const queryClient = useQueryClient();
  const blueprintId = board.blueprint.id;
  const [settings, setSettings] = useState<BlueprintSettings>(board.blueprint.settings);
  const setRetry = (change: Partial<BlueprintSettings['retry']>) =>
    setSettings({ ...settings, retry: { ...settings.retry, ...change } });

  const setDrawing = (change: Partial<BlueprintSettings['drawing']>) =>
    setSettings({ ...settings, drawing: { ...settings.drawing, ...change } });

  const save = useMutation({
    mutationFn: async () => {
      await call(changeBlueprint, { params: { blueprintId }, body: { settings } });
      // The setting is for new cells; the cells that are there follow it when it changes.
      const target = settings.targetPerCell;
      const cellIds = board.cells.filter((cell) => cell.target !== target).map((cell) => cell.id);
      if (target !== board.blueprint.settings.targetPerCell && cellIds.length > 0) {
        await call(changeCells, { params: { blueprintId }, body: { cellIds, target } });
      }
      await queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
    },
    onSuccess: () => {
      notifyDone('Settings saved');
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const whole = (take: (value: number) => void) => (value: number | string) => {
    if (typeof value === 'number') take(value);
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        <NumberInput
          label="Pictures wanted in each cell"
          description="Approved ones. Changing it sets every cell; a cell’s own target is set in the cell."
          value={settings.targetPerCell}
          onChange={whole((targetPerCell) => setSettings({ ...settings, targetPerCell }))}
          min={1}
          max={500}
          allowDecimal={false}
        />
        <GeneratorFields
          generator={settings.generator}
          blueprintId={blueprintId}
          projectId={board.blueprint.projectId}
          onChange={(generator) => setSettings({ ...settings, generator })}
        />
        <Title order={3} mt="xs">
          When a picture fails
        </Title>
        <NumberInput
          label="Further tries"
          value={settings.retry.limit}
          onChange={whole((limit) => setRetry({ limit }))}
          min={0}
          max={10}
          allowDecimal={false}
        />
        <NumberInput
          label="Wait before the second try"
          description="Doubles with each further one, and varies a little"
          suffix=" s"
          value={settings.retry.delaySeconds}
          onChange={whole((delaySeconds) => setRetry({ delaySeconds }))}
          min={1}
          max={600}
          allowDecimal={false}
        />
        <NumberInput
          label="Longest wait"
          suffix=" s"
          value={settings.retry.maxDelaySeconds}
          onChange={whole((maxDelaySeconds) => setRetry({ maxDelaySeconds }))}
          min={1}
          max={86_400}
          allowDecimal={false}
        />
        <Title order={3} mt="xs">
          Drawing
        </Title>
        <DrawingFields drawing={settings.drawing} onChange={setDrawing} />
        <Title order={3} mt="xs">
          Repeatability
        </Title>
        <NumberInput
          label="Starting number"
          description="The same number, photos and descriptions make the same pictures"
          value={settings.seed}
          onChange={whole((seed) => setSettings({ ...settings, seed }))}
          min={0}
          max={4_294_967_295}
          allowDecimal={false}
        />
        {save.isError && (
          <Alert color="rabbit" title="Not saved">
            <Text size="sm">{sentenceOf(save.error)}</Text>
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
