import type { BookPage } from '#core/blueprint/book-page.ts';
import { Button, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepFocus } from '../ui/keep-focus.ts';
import { RemoveRow } from './remove-row.tsx';
import { WrittenField } from './written-field.tsx';
import classes from './book.module.css';

type LookAlikes = BookPage['lookAlikes'];
type Props = { lookAlikes: LookAlikes; onSave: (lookAlikes: LookAlikes) => void };

/** What is mistaken for the defect, each with the rule that tells them apart. */
export function LookAlikeRows({ lookAlikes, onSave }: Props) {
  const change = (index: number, part: Partial<LookAlikes[number]>) =>
    onSave(lookAlikes.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <Stack gap="sm" align="flex-start">
      <ul ref={keepFocus} className={classes.rows} style={{ width: '100%' }} aria-label="Look-alikes">
        {lookAlikes.map(({ name, rule }, index) => (
          <li key={index} className={classes.row}>
            <Stack gap={6}>
              <WrittenField
                label={`Look-alike ${index + 1}`}
                value={name}
                longest={200}
                onSave={(words) => change(index, { name: words })}
              />
              <WrittenField
                label="How to tell"
                value={rule}
                longest={2000}
                onSave={(words) => change(index, { rule: words })}
              />
            </Stack>
            <RemoveRow
              what={name || `look-alike ${index + 1}`}
              onClick={() => onSave(lookAlikes.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlus size={16} />}
        disabled={lookAlikes.length >= 10}
        onClick={() => onSave([...lookAlikes, { name: '', rule: '' }])}
      >
        Add a look-alike
      </Button>
    </Stack>
  );
}
