import { Button, Group, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type SubmitEvent } from 'react';

type Question = {
  title: string;
  label: string;
  description?: string;
  value?: string;
  /** Without any text nothing is done. */
  required?: boolean;
  maxLength?: number;
  /** Label of the button. */
  confirm: string;
  onConfirm: (text: string) => void;
};

/** Asks for one line in a dialog. */
export function askText({ title, ...question }: Question): void {
  const id = modals.open({
    title,
    children: <TextForm {...question} onClose={() => modals.close(id)} />,
  });
}

type FormProps = Omit<Question, 'title'> & { onClose: () => void };

function TextForm({ value = '', required = false, confirm, onConfirm, onClose, ...field }: FormProps) {
  const [text, setText] = useState(value);
  const isMissing = required && text.trim() === '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isMissing) return;
    onClose();
    onConfirm(text);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          {...field}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={isMissing}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
