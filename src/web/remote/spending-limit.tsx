import type { ProjectView } from '#contract/provider.ts';
import { dollars, micros } from '#core/remote/dollars.ts';
import { Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { notifyDone, sentenceOf } from '../notify.ts';
import { useChangeProject } from './use-change-project.ts';

type Props = { project: ProjectView; blueprintId: string };

/** Where the project's spending stops; empty: nowhere. */
export function SpendingLimit({ project, blueprintId }: Props) {
  const { capMicros, spentMicros, reservedMicros } = project;
  const before = capMicros === null ? '' : capMicros / 1_000_000;
  // Null until somebody types: a limit set on another page then shows, and never takes away what was typed.
  const [draft, setDraft] = useState<number | string | null>(null);
  const amount = draft ?? before;
  const change = useChangeProject(blueprintId, project.id);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const cap = typeof amount === 'number' ? micros(amount) : null;
    change.mutate(
      { capMicros: cap },
      {
        onSuccess: () => {
          notifyDone(cap === null ? 'No limit any more' : `Limit set to ${dollars(cap)}`);
          setDraft(null);
        },
      },
    );
  };
  return (
    <form onSubmit={save}>
      <Stack gap="xs">
        <Title order={3}>Spending of the project</Title>
        <Text size="sm">
          {dollars(spentMicros)} spent, {dollars(reservedMicros)} put aside for pictures under way.
        </Text>
        <Group align="end" gap="xs">
          <NumberInput
            flex={1}
            label="Limit"
            description="In US dollars. No picture is ordered that would pass it; empty is no limit"
            prefix="$"
            placeholder="no limit"
            value={amount}
            onChange={setDraft}
            error={change.isError && sentenceOf(change.error)}
            min={0}
            max={1_000_000}
            decimalScale={2}
            fixedDecimalScale
            thousandSeparator=","
          />
          <Button type="submit" loading={change.isPending} disabled={amount === before}>
            Set limit
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
