import { MultiSelect, Select, Stack } from '@mantine/core';
import { type Grouping, groupingNames, groupingWords } from '#core/dataset/grouping-words.ts';
import { useBoard } from '../blueprint/use-board.ts';

type Props = {
  groupBy: Grouping | undefined;
  holdOut: string | undefined;
  onChange: (next: { groupBy?: Grouping | undefined; holdOut?: string | undefined }) => void;
};

/** What is never torn apart by the split, and what test holds alone. */
export function GroupingFields({ groupBy = 'auto', holdOut = '', onChange }: Props) {
  const { goldens } = useBoard();
  const chosen = holdOut.split(',').filter((part) => part !== '');
  const known = [
    { value: 'real', label: 'Real pictures only' },
    { value: 'generator:renderer', label: 'Drawn by the renderer' },
    { value: 'generator:fal', label: 'Made by fal.ai' },
    ...goldens.map(({ id, name }) => ({ value: `golden:${id}`, label: name })),
  ];
  const others = chosen.filter((part) => known.every(({ value }) => value !== part));
  return (
    <Stack gap="sm">
      <Select
        label="Kept in one split"
        data={groupingNames.map((name) => ({ value: name, label: groupingWords[name] }))}
        value={groupBy}
        onChange={(value) => {
          const found = groupingNames.find((name) => name === value);
          onChange({ groupBy: found === 'auto' ? undefined : found });
        }}
        allowDeselect={false}
      />
      <MultiSelect
        label="Held out for test"
        description="Test holds these and nothing else; train and val share the rest"
        placeholder={chosen.length === 0 ? 'Nothing' : undefined}
        data={[...known, ...others.map((value) => ({ value, label: value }))]}
        value={chosen}
        onChange={(values) => onChange({ holdOut: values.length === 0 ? undefined : values.join(',') })}
        clearable
      />
    </Stack>
  );
}
