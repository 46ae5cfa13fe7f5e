import { changeGolden, type GoldenView } from '#contract/golden.ts';
import { ActionIcon, Button, Group, NumberInput, Stack, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconRulerMeasure } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';

type Props = { golden: GoldenView; blueprintId: string };

/** How many millimetres the whole picture is wide, as far as anybody could read off a ruler. */
export function millimetresAcross(golden: Pick<GoldenView, 'width' | 'mmPerPixel'>): number {
  return Number(((golden.mmPerPixel ?? 0) * golden.width).toPrecision(3));
}

/** Asks how large the part is, so that sizes in millimetres count. */
export function ScaleButton({ golden, blueprintId }: Props) {
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (mmPerPixel: number | null) =>
      call(changeGolden, { params: { goldenId: golden.id }, body: { mmPerPixel } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
    onError: (error) => notifyFailure('The scale was not saved', error),
  });
  const ask = () => {
    const id = modals.open({
      title: `How large is ${golden.name}?`,
      children: (
        <ScaleForm
          width={golden.mmPerPixel === null ? '' : millimetresAcross(golden)}
          onClose={() => modals.close(id)}
          onSave={(width) => change.mutate(width === null ? null : width / golden.width)}
        />
      ),
    });
  };
  return (
    <Tooltip label="Say how large it is, for sizes in millimetres">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Scale of ${golden.name}`}
        onClick={ask}
        loading={change.isPending}
      >
        <IconRulerMeasure size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}

type FormProps = { width: number | ''; onClose: () => void; onSave: (width: number | null) => void };

function ScaleForm({ width, onClose, onSave }: FormProps) {
  const [value, setValue] = useState<number | string>(width);
  const isNumber = typeof value === 'number' && value > 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isNumber && value !== '') return;
    onClose();
    onSave(isNumber ? value : null);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <NumberInput
          label="Width of the whole picture, in millimetres"
          description="Sizes such as “5 mm” in a description then count. Leave it empty when you do not know."
          value={value}
          onChange={setValue}
          min={0.01}
          max={100_000}
          decimalScale={2}
          suffix=" mm"
          hideControls
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isNumber && value !== ''}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
