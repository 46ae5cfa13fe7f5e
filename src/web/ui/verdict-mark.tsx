import type { Verdict } from '#contract/candidate.ts';
import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import classes from './verdict-mark.module.css';

export const verdictWords: Record<Verdict, string> = {
  approved: 'Approved',
  rejected: 'Rejected',
  undecided: 'Undecided',
};

const icons = { approved: IconCheck, rejected: IconX, undecided: IconQuestionMark };

type Props = { verdict: Verdict; withText?: boolean; className?: string };

/** A verdict by shape, word and colour, so that none of the three is needed. */
export function VerdictMark({ verdict, withText = false, className }: Props) {
  const Icon = icons[verdict];
  return (
    <span
      className={`${classes.mark} ${withText ? classes.wide : ''} ${className ?? ''}`}
      data-verdict={verdict}
    >
      <Icon size={withText ? 14 : 12} stroke={2.6} aria-hidden />
      <span className={withText ? undefined : 'visually-hidden'}>{verdictWords[verdict]}</span>
    </span>
  );
}
