import type { JobView } from '#contract/job.ts';
import { useJobProgress } from '../live/progress-store.ts';
import classes from './job-bar.module.css';

type Props = { job: Pick<JobView, 'id' | 'progress' | 'estimated'>; label: string };

/** How far one picture is, 0-100; hatched where that is an estimate. */
export function JobBar({ job, label }: Props) {
  const { percent, estimated } = useJobProgress(job);
  return (
    <span
      className={classes.bar}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={percentWords({ percent, estimated })}
    >
      <span className={classes.fill} data-estimated={estimated} style={{ inlineSize: `${percent}%` }} />
    </span>
  );
}

export function percentWords({ percent, estimated }: { percent: number; estimated: boolean }): string {
  return estimated ? `about ${percent} %` : `${percent} %`;
}
