import { checkReviewerName, unnamedReviewer } from '#core/review/reviewer-name.ts';
import { Button, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { notifyFailure } from '../notify.ts';
import { keepReviewerName, useReviewerName } from './reviewer-store.ts';
import classes from './reviewer-button.module.css';

/** Under which name this browser decides, and the way to change it. */
export function ReviewerButton() {
  const name = useReviewerName();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.button}
          leftSection={<IconUser size={20} stroke={1.6} />}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          {name !== unnamedReviewer && <span className="visually-hidden">You are </span>}
          <span className={classes.name}>{name === unnamedReviewer ? 'Who are you?' : name}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Who are you?">
        {/* Begun anew each time, from the name that holds. */}
        {opened && <NameForm name={name} onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function NameForm({ name, onDone }: { name: string; onDone: () => void }) {
  const [text, setText] = useState(name === unnamedReviewer ? '' : name);
  const [problem, setProblem] = useState<string | null>(null);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkReviewerName(text);
    if (!checked.ok) return setProblem(checked.message);
    try {
      keepReviewerName(checked.value);
      onDone();
    } catch (error) {
      notifyFailure('This browser keeps no name', error);
    }
  };
  return (
    <form onSubmit={keep}>
      <Stack gap="sm">
        <TextInput
          label="Your name"
          value={text}
          error={problem}
          autoComplete="nickname"
          data-autofocus
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Text size="sm" c="dimmed">
          Your decisions carry it, so that two people can disagree and see it. It is kept in this browser and
          protects nothing.
        </Text>
        <Button type="submit">Use this name</Button>
      </Stack>
    </form>
  );
}
