import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import classes from './verdict-counts.module.css';

type Props = { approved: number; undecided: number; rejected: number };

/** Three numbers, each with the sign of its verdict. */
export function VerdictCounts({ approved, undecided, rejected }: Props) {
  return (
    <span className={classes.counts}>
      <span data-verdict="approved" title="Approved">
        <IconCheck size={13} stroke={2.6} aria-hidden />
        {approved}
        <span className="visually-hidden"> approved, </span>
      </span>
      <span data-verdict="undecided" title="Undecided">
        <IconQuestionMark size={13} stroke={2.6} aria-hidden />
        {undecided}
        <span className="visually-hidden"> undecided, </span>
      </span>
      <span data-verdict="rejected" title="Rejected">
        <IconX size={13} stroke={2.6} aria-hidden />
        {rejected}
        <span className="visually-hidden"> rejected</span>
      </span>
    </span>
  );
}
