import type { BookPageView } from '#contract/book.ts';
import type { BookExample } from '#core/blueprint/book-page.ts';
import { Button, Select, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { CandidateThumb } from '../ui/candidate-thumb.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import { ExamplePicker } from './example-picker.tsx';
import { roles } from './example-roles.ts';
import { RemoveRow } from './remove-row.tsx';
import { WrittenField } from './written-field.tsx';
import classes from './book.module.css';

type Props = {
  blueprintId: string;
  defectId: string;
  examples: BookPageView['examples'];
  onSave: (examples: BookExample[]) => void;
};

/** Pictures that show what counts, what does not, and what lies between. */
export function ExampleList({ blueprintId, defectId, examples, onSave }: Props) {
  const [picking, setPicking] = useState(false);
  const change = (index: number, part: Partial<BookExample>) =>
    onSave(examples.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed">
        {roles
          .map(
            ({ role, label, wanted }) =>
              `${label}: ${examples.filter((row) => row.role === role).length} of ${wanted}`,
          )
          .join(' · ')}
      </Text>
      <ul ref={keepFocus} className={classes.rows} style={{ width: '100%' }} aria-label="Examples">
        {examples.map((example, index) => (
          <li key={`${example.source} ${example.id}`} className={classes.example}>
            <span className={classes.thumb}>
              <CandidateThumb {...example} width={1} height={1} />
            </span>
            <Stack gap={6}>
              <Select
                aria-label={`Example ${index + 1} shows`}
                data={roles.map(({ role, label }) => ({ value: role, label }))}
                value={example.role}
                allowDeselect={false}
                onChange={(role) => role !== null && change(index, { role })}
              />
              <WrittenField
                label="What to see in it"
                value={example.note}
                longest={300}
                onSave={(note) => change(index, { note })}
              />
            </Stack>
            <RemoveRow what={`example ${index + 1}`} onClick={() => onSave(examples.toSpliced(index, 1))} />
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlus size={16} />}
        aria-expanded={picking}
        disabled={examples.length >= 30}
        onClick={() => setPicking((shown) => !shown)}
      >
        {picking ? 'Done picking' : 'Pick examples'}
      </Button>
      {picking && (
        <ExamplePicker
          blueprintId={blueprintId}
          defectId={defectId}
          taken={examples}
          onPick={(picked) => onSave([...examples, { ...picked, note: '' }])}
        />
      )}
    </Stack>
  );
}
