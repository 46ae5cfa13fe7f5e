import { IconArrowsDiff } from '@tabler/icons-react';
import classes from './disputed-mark.module.css';

type Props = { short?: boolean; className?: string };

/** Says of a picture that one reviewer approves it and another rejects it. */
export function DisputedMark({ short = false, className }: Props) {
  return (
    <span
      className={`${classes.mark} ${short ? classes.short : ''} ${className ?? ''}`}
      title="One reviewer approved it and another rejected it"
    >
      <IconArrowsDiff size={short ? 12 : 14} stroke={2.2} aria-hidden />
      <span className={short ? 'visually-hidden' : undefined}>Disputed</span>
    </span>
  );
}
