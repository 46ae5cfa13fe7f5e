import type { JobView } from '#contract/job.ts';
import { useJobProgress } from '../live/progress-store.ts';
import classes from './job-bar.module.css';

type Props = { job: Pick<JobView, 'id' | 'progress'>; label: string };

/** How far one picture is, 0-100. */
export function JobBar({ job, label }: Props) {
  const percent = Math.round(useJobProgress(job.id, job.progress));
  return (
    <span
      className={classes.bar}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span className={classes.fill} style={{ inlineSize: `${percent}%` }} />
    </span>
  );
}
