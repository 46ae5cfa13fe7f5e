import { Button, Kbd, TextInput } from '@mantine/core';
import { useState } from 'react';
import { countOf } from '../../words.ts';
import classes from './review-page.module.css';

type Props = {
  count: number;
  /** Those of the defect, in the order of the digits. */
  reasons: readonly { id: string; label: string }[];
  /** The reviewer types; the field has the keys. */
  isNoting: boolean;
  onNoting: (on: boolean) => void;
  onReason: (digit: number) => void;
  onNote: (note: string) => void;
  onNone: () => void;
};

/** Why was it rejected? One digit, or words; or none, and on it goes. It blocks nothing. */
export function ReasonBar({ count, reasons, isNoting, onNoting, onReason, onNote, onNone }: Props) {
  const [note, setNote] = useState('');
  return (
    <div className={classes.reasons} role="group" aria-label="Why rejected">
      <span className={classes.reasonsTitle}>
        {count === 1 ? 'Rejected. Why?' : `${countOf(count, 'picture')} rejected. Why?`}
      </span>
      {reasons.map((reason, index) => (
        <Button
          key={reason.id}
          variant="default"
          size="compact-md"
          fz="sm"
          aria-keyshortcuts={String(index + 1)}
          leftSection={<Kbd aria-hidden>{index + 1}</Kbd>}
          onClick={() => onReason(index + 1)}
        >
          {reason.label}
        </Button>
      ))}
      {isNoting ? (
        <form
          className={classes.note}
          onSubmit={(event) => {
            event.preventDefault();
            if (note.trim() === '') return onNoting(false);
            onNoting(false);
            onNote(note.trim());
          }}
        >
          <TextInput
            aria-label="Why, in your own words"
            placeholder="In your own words, then Enter"
            size="xs"
            fz="sm"
            autoFocus
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && onNoting(false)}
          />
        </form>
      ) : (
        <Button
          variant="default"
          size="compact-md"
          fz="sm"
          aria-keyshortcuts="W"
          leftSection={<Kbd aria-hidden>W</Kbd>}
          onClick={() => onNoting(true)}
        >
          Own words
        </Button>
      )}
      <Button
        variant="subtle"
        color="gray"
        size="compact-md"
        fz="sm"
        aria-keyshortcuts="Escape"
        rightSection={<Kbd aria-hidden>Esc</Kbd>}
        onClick={onNone}
      >
        No reason
      </Button>
    </div>
  );
}
