import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState, type SubmitEvent } from 'react';

type Question = {
  title: string;
  label: string;
  value: number;
  min: number;
  max?: number;
  /** Label of the button; it may say what the number comes to. */
  confirm: string | ((value: number) => string);
  onConfirm: (value: number) => void;
};

/** Asks for one whole number in a dialog. */
export function askNumber({ title, ...question }: Question): void {
  const id = modals.open({
    title,
    children: <NumberForm {...question} onClose={() => modals.close(id)} />,
  });
}

type FormProps = Omit<Question, 'title'> & { onClose: () => void };

function NumberForm({ label, value, min, max = 500, confirm, onConfirm, onClose }: FormProps) {
  const [number, setNumber] = useState<number | string>(value);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (typeof number !== 'number') return;
    onClose();
    onConfirm(number);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <NumberInput
          label={label}
          value={number}
          onChange={setNumber}
          min={min}
          max={max}
          clampBehavior="strict"
          allowDecimal={false}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={typeof number !== 'number'}>
            {typeof confirm === 'string' ? confirm : confirm(typeof number === 'number' ? number : value)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
