import type { CandidateView } from '#contract/candidate.ts';
import { IconAlertTriangle } from '@tabler/icons-react';
import { summariseSeverity } from './summarise-severity.ts';
import classes from './review-page.module.css';

/** What the marks of one defect were aimed at, what came out, and whether that is the same. */
export function SeverityLine({ name, marks }: { name?: string; marks: CandidateView['drawn'] }) {
  const [first, ...others] = marks;
  if (first === undefined) return null;
  const { aimed, cameOut, missed } = summariseSeverity([first, ...others]);
  return (
    <span className={classes.severity}>
      {name !== undefined && `${name}: `}aimed at {aimed}, came out {cameOut}
      {missed > 0 && (
        <span className={classes.missed}>
          <IconAlertTriangle size={14} aria-hidden />
          {marks.length === 1 ? 'Not reached here' : `${missed} of ${marks.length} not as aimed`}
        </span>
      )}
    </span>
  );
}
