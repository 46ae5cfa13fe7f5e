import type { BookPageView } from '#contract/book.ts';
import { longestBookText, type BookPage } from '#core/blueprint/book-page.ts';
import { Alert, Stack, Text, Title } from '@mantine/core';
import { sentenceOf } from '../notify.ts';
import { moment } from '../words.ts';
import { ExampleList } from './example-list.tsx';
import { LimitFields } from './limit-fields.tsx';
import { LookAlikeRows } from './look-alike-rows.tsx';
import { WrittenField } from './written-field.tsx';

type Props = {
  blueprintId: string;
  page: BookPageView;
  save: (change: Partial<BookPage>) => void;
  isSaving: boolean;
  refusal: Error | null;
};

const parts = [
  { part: 'whatItIs', label: 'What it is', hint: 'So that somebody who has never seen one knows it' },
  { part: 'colour', label: 'Colour', hint: 'Against the surface' },
  { part: 'size', label: 'Size', hint: 'In numbers; no “small” or “large”' },
  { part: 'shape', label: 'Shape', hint: undefined },
  { part: 'location', label: 'Place', hint: 'Where on the part' },
  { part: 'boundary', label: 'Boundary rule', hint: 'How tight the mask is, and what counts as one' },
] as const;

/** Every part is saved as soon as it is left. */
export function BookForm({ blueprintId, page, save, isSaving, refusal }: Props) {
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" role="status">
        {isSaving
          ? 'Saving…'
          : page.changedAt === null
            ? 'Our words for this kind of defect. Change what is different on your part; it is saved as you go.'
            : `Saved. Last changed by ${page.author}, ${moment(page.changedAt)}.`}
      </Text>
      {refusal !== null && (
        <Alert color="rabbit" title="Not saved" role="alert">
          <Text size="sm">{sentenceOf(refusal)}</Text>
        </Alert>
      )}
      {parts.map(({ part, label, hint }) => (
        <WrittenField
          key={part}
          label={label}
          description={hint}
          value={page[part]}
          longest={longestBookText}
          onSave={(words) => save({ [part]: words })}
        />
      ))}
      <Title order={3}>Limits</Title>
      <LimitFields limits={page.limits} onSave={(limits) => save({ limits })} />
      <Title order={3}>Looks like it, and is not</Title>
      <LookAlikeRows lookAlikes={page.lookAlikes} onSave={(lookAlikes) => save({ lookAlikes })} />
      <Title order={3}>Examples</Title>
      <ExampleList
        blueprintId={blueprintId}
        defectId={page.defectId}
        examples={page.examples}
        onSave={(examples) =>
          save({ examples: examples.map(({ role, source, id, note }) => ({ role, source, id, note })) })
        }
      />
    </Stack>
  );
}
