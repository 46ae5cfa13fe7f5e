import type { CandidateView } from '#contract/candidate.ts';
import { IconCircleDashed } from '@tabler/icons-react';
import classes from './kind-mark.module.css';

type Props = { kind: CandidateView['kind']; withText?: boolean; className?: string };

/** Says of a picture that it shows a good part; of pictures of defects it says nothing. */
export function KindMark({ kind, withText = false, className }: Props) {
  if (kind === 'defect') return null;
  return (
    <span
      className={`${classes.mark} ${withText ? classes.wide : ''} ${className ?? ''}`}
      title="A good part with a mark too faint to be a defect; nothing in it is labelled"
    >
      <IconCircleDashed size={withText ? 14 : 12} stroke={2.2} aria-hidden />
      <span className={withText ? undefined : 'visually-hidden'}>Allowed variation</span>
    </span>
  );
}
