import {
  leastSeverity,
  mostSeverity,
  severityOf,
  severityRangeSchema,
  type SeverityRange,
} from '#core/prompt/severity.ts';
import { Group, NumberInput, Stack, Switch, Text } from '@mantine/core';

type Props = { range: SeverityRange | null; onChange: (range: SeverityRange | null) => void };

const usual: SeverityRange = { min: 2.5, max: 8 };

/** How strong marks may be: two numbers, each with its word. */
export function SeverityFields({ range, onChange }: Props) {
  const refused = range === null ? undefined : severityRangeSchema.safeParse(range).error?.issues[0]?.message;
  const input = { min: leastSeverity, max: mostSeverity, step: 0.5, decimalScale: 1 };
  return (
    <Stack gap="xs">
      <Switch
        label="Keep to a severity range"
        description="Goes before a description: a word such as “major” only counts inside the range"
        checked={range !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual : null)}
      />
      {range !== null && (
        <>
          <Group grow align="start">
            <NumberInput
              {...input}
              label="Weakest"
              description={severityOf(range.min)}
              value={range.min}
              onChange={(min) => typeof min === 'number' && onChange({ ...range, min })}
            />
            <NumberInput
              {...input}
              label="Strongest"
              // A range ends where the next word begins.
              description={severityOf(range.max - 0.01)}
              value={range.max}
              onChange={(max) => typeof max === 'number' && onChange({ ...range, max })}
              error={refused && `Not possible: ${refused}`}
            />
          </Group>
          <Text size="xs" c="dimmed">
            Contrast in units of the surface’s own variation: trivial from 1.5, minor from 2.5, major from 4,
            critical from 8.
          </Text>
        </>
      )}
    </Stack>
  );
}
