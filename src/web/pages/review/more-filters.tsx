import { severities } from '#core/prompt/parameters.ts';
import { Button, Group, NumberInput, Popover, Select, Stack, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import type { ReviewSearch } from '../../search.ts';

type Part = Pick<ReviewSearch, 'kind' | 'source' | 'severity' | 'min' | 'max' | 'text'>;
type Props = { search: ReviewSearch; onChange: (part: Part) => void };

const partOf = ({ kind, source, severity, min, max, text }: ReviewSearch): Part => ({
  kind,
  source,
  severity,
  min,
  max,
  text,
});
const nothing: Part = partOf({});

const kinds = [
  { value: 'defect', label: 'With a defect' },
  { value: 'allowed-variation', label: 'Allowed variation' },
] as const;
const sources = [
  { value: 'generated', label: 'Generated' },
  { value: 'uploaded', label: 'Uploaded' },
  { value: 'imported', label: 'Imported' },
] as const;
const strengths = [
  { value: 'allowed', label: 'Below trivial' },
  ...severities.map((value) => ({ value, label: value[0].toUpperCase() + value.slice(1) })),
] as const;

/** The filters that are needed less often, behind one button that says how many of them are in force. */
export function MoreFilters({ search, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const set = Object.values(partOf(search)).filter((value) => value !== undefined).length;
  return (
    <Popover opened={opened} onChange={setOpened} withinPortal={false} trapFocus returnFocus width={300}>
      <Popover.Target>
        <Button
          variant={set > 0 ? 'light' : 'default'}
          leftSection={<IconFilter size={16} />}
          onClick={() => setOpened(!opened)}
        >
          {set > 0 ? `More filters (${set})` : 'More filters'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="More filters">
        <Fields
          // What the address says is where the fields begin, each time they are opened.
          key={String(opened)}
          start={partOf(search)}
          onApply={(part) => {
            onChange(part);
            setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Fields({ start, onApply }: { start: Part; onApply: (part: Part) => void }) {
  const [part, setPart] = useState(start);
  const change = (some: Part) => setPart({ ...part, ...some });
  const numberOf = (value: number | string) => (typeof value === 'number' ? value : undefined);
  const inside = { comboboxProps: { withinPortal: false }, clearable: true, size: 'sm' } as const;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onApply({ ...part, text: part.text?.trim() || undefined });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Description contains"
          maxLength={100}
          value={part.text ?? ''}
          onChange={(event) => change({ text: event.currentTarget.value || undefined })}
          data-autofocus
        />
        <Select
          label="Severity"
          placeholder="Any"
          data={strengths}
          value={part.severity ?? null}
          onChange={(value) => change({ severity: strengths.find((one) => one.value === value)?.value })}
          {...inside}
        />
        <Group grow gap="sm">
          <NumberInput
            label="Contrast from"
            min={0}
            max={1000}
            step={0.5}
            decimalScale={2}
            value={part.min ?? ''}
            onChange={(value) => change({ min: numberOf(value) })}
          />
          <NumberInput
            label="to"
            aria-label="Contrast to"
            min={0}
            max={1000}
            step={0.5}
            decimalScale={2}
            value={part.max ?? ''}
            onChange={(value) => change({ max: numberOf(value) })}
          />
        </Group>
        <Select
          label="Kind"
          placeholder="Any"
          data={kinds}
          value={part.kind ?? null}
          onChange={(value) => change({ kind: kinds.find((one) => one.value === value)?.value })}
          {...inside}
        />
        <Select
          label="Source"
          placeholder="Any"
          data={sources}
          value={part.source ?? null}
          onChange={(value) => change({ source: sources.find((one) => one.value === value)?.value })}
          {...inside}
        />
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={() => onApply(nothing)}>
            Clear
          </Button>
          <Button type="submit">Apply</Button>
        </Group>
      </Stack>
    </form>
  );
}
