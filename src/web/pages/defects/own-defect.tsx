import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { whyImpossible } from '#core/template/impossible-defects.ts';
import { Button, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type SubmitEvent } from 'react';
import { catalogueQuery } from '../../api/queries.ts';
import { sentenceOf } from '../../notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { PromptReading } from '../../ui/prompt-reading.tsx';
import { useBoard } from '../blueprint/use-board.ts';
import { useAddDefects } from './use-add-defects.ts';

type Props = { blueprintId: string; material: string };

/** A defect that nobody suggested: a name, what it is drawn as, and a description. */
export function OwnDefect({ blueprintId, material }: Props) {
  const families = useQuery(catalogueQuery()).data?.families ?? [];
  const nameField = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [chosenFamily, setChosenFamily] = useState<string | null>(null);
  const [prompt, setPrompt] = useState('');
  const add = useAddDefects(blueprintId);
  const { severityRange } = useBoard().blueprint.settings.drawing;

  // Until one is chosen, the words say it: "long deep scratch" is drawn as a scratch.
  const said = understandPrompt(`${name}, ${prompt}`, families).family;
  const family = chosenFamily ?? said;
  const why = family === null ? null : whyImpossible(family, material);
  const summary = families.find((row) => row.name === family)?.summary;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (family === null) return;
    add.mutate([{ name, family, prompt }], {
      onSuccess: () => {
        setName('');
        setPrompt('');
        setChosenFamily(null);
        nameField.current?.focus();
      },
    });
  };

  return (
    <Panel title="Your own defect">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            ref={nameField}
            label="Name"
            placeholder="Clamp mark"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={add.isError && sentenceOf(add.error)}
          />
          <Select
            label="Drawn as"
            description={summary ?? 'The kind of mark that comes closest'}
            placeholder="Choose one"
            data={families.map((row) => ({ value: row.name, label: row.label }))}
            renderOption={({ option }) => {
              const row = families.find((candidate) => candidate.name === option.value);
              return (
                <span>
                  <b>{row?.label}</b>
                  <br />
                  <span style={{ color: 'var(--rr-text-soft)' }}>{row?.summary}</span>
                </span>
              );
            }}
            value={family}
            onChange={setChosenFamily}
          />
          <Textarea
            label="Description"
            placeholder="two short shallow dents near the left edge"
            value={prompt}
            onChange={(event) => setPrompt(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={6}
          />
          <PromptReading text={prompt} severityRange={severityRange} />
          {why !== null && (
            <Text size="sm" role="status">
              {why} Its cells start as impossible; set them to active if it happens all the same.
            </Text>
          )}
          <Button
            type="submit"
            variant="default"
            loading={add.isPending}
            disabled={family === null || name.trim() === ''}
          >
            {name.trim() === ''
              ? 'Add: give it a name first'
              : family === null
                ? 'Add: say what it is drawn as'
                : 'Add defect'}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
