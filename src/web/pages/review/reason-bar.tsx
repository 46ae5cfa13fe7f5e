import { rejectReasons } from '#core/review/decision.ts';
import { Button, Kbd } from '@mantine/core';
import { countOf } from '../../words.ts';
import classes from './review-page.module.css';

type Props = { count: number; onReason: (digit: number) => void; onNone: () => void };

/** Why was it rejected? One digit; or none, and on it goes. It blocks nothing. */
export function ReasonBar({ count, onReason, onNone }: Props) {
  return (
    <div className={classes.reasons} role="group" aria-label="Why rejected">
      <span className={classes.reasonsTitle}>
        {count === 1 ? 'Rejected. Why?' : `${countOf(count, 'picture')} rejected. Why?`}
      </span>
      {rejectReasons.map((reason, index) => (
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
