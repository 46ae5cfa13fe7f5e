import { changeRejectReasons, type DefectView } from '#contract/defect.ts';
import { mostReasons } from '#core/review/reason-list.ts';
import { ActionIcon, Button, Group, Kbd, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import { DefectDrawer } from '../../ui/defect-drawer.tsx';

type Props = { blueprintId: string; defect: DefectView | null; onClose: () => void };
type Row = { key: string; id: string | undefined; label: string };

/** Why pictures of a defect are rejected, by digit. */
export function ReasonsDrawer({ blueprintId, defect, onClose }: Props) {
  return (
    <DefectDrawer defect={defect} title={({ name }) => `Reject reasons of ${name}`} onClose={onClose}>
      {(shown) => <ReasonsForm blueprintId={blueprintId} defect={shown} onDone={onClose} />}
    </DefectDrawer>
  );
}

type FormProps = { blueprintId: string; defect: DefectView; onDone: () => void };

function ReasonsForm({ blueprintId, defect, onDone }: FormProps) {
  const queryClient = useQueryClient();
  const [rows, setRows] = useState<readonly Row[]>(() =>
    defect.rejectReasons.filter(({ isRetired }) => !isRetired).map((one) => ({ ...one, key: one.id })),
  );
  const retired = defect.rejectReasons.filter(({ id }) => !rows.some((row) => row.id === id));
  const save = useMutation({
    mutationFn: async () => {
      const reasons = rows.map(({ id, label }) => (id === undefined ? { label } : { id, label }));
      await call(changeRejectReasons, { params: { defectId: defect.id }, body: { reasons } });
      await queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
    },
    onSuccess: onDone,
    onError: (error) => notifyFailure('The reasons were not changed', error),
  });
  const swap = (at: number, by: number) => {
    const next = [...rows];
    next.splice(at + by, 0, ...next.splice(at, 1));
    setRows(next);
  };
  const isFull = rows.length >= mostReasons;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          After rejecting a picture, the digit says why. A reason that is taken out stays with the decisions
          that name it.
        </Text>
        {rows.map((row, at) => (
          <Group key={row.key} gap={4} wrap="nowrap">
            <Kbd aria-hidden>{at + 1}</Kbd>
            <TextInput
              flex={1}
              aria-label={`Reason ${at + 1}`}
              value={row.label}
              maxLength={200}
              onChange={(event) => {
                const label = event.currentTarget.value;
                setRows(rows.map((one) => (one.key === row.key ? { ...one, label } : one)));
              }}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={`Move reason ${at + 1} up`}
              disabled={at === 0}
              onClick={() => swap(at, -1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={`Move reason ${at + 1} down`}
              disabled={at === rows.length - 1}
              onClick={() => swap(at, 1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={`Take reason ${at + 1} out`}
              disabled={rows.length === 1}
              onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group gap="xs">
          <Button
            variant="default"
            disabled={isFull}
            onClick={() => setRows([...rows, { key: crypto.randomUUID(), id: undefined, label: '' }])}
          >
            {isFull ? 'All nine digits are taken' : 'Add a reason'}
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
        {retired.length > 0 && (
          <Stack gap={4} mt="sm">
            <Text size="sm" fw={600}>
              Taken out
            </Text>
            {retired.map(({ id, label }) => (
              <Group key={id} gap="xs" justify="space-between">
                <Text size="sm">{label}</Text>
                <Button
                  variant="default"
                  size="xs"
                  fz="sm"
                  disabled={isFull}
                  aria-label={`Take back: ${label}`}
                  onClick={() => setRows([...rows, { key: id, id, label }])}
                >
                  Take back
                </Button>
              </Group>
            ))}
          </Stack>
        )}
      </Stack>
    </form>
  );
}
