import { VerdictCounts } from '../../ui/verdict-counts.tsx';
import type { MatrixCounts } from './matrix-counts.ts';
import classes from './matrix-status.module.css';

type Props = { counts: MatrixCounts };

/** The whole matrix in one line, of a height that does not change. */
export function MatrixStatus({ counts }: Props) {
  const { met, target, running, queued, failed } = counts;
  const percent = target === 0 ? 0 : Math.min(100, Math.round((met / target) * 100));
  return (
    <div className={classes.status}>
      <span className={classes.target}>
        <b>{met.toLocaleString('en')}</b> of {target.toLocaleString('en')} wanted are approved
      </span>
      <span
        className={classes.bar}
        role="meter"
        aria-label="Approved, of all pictures wanted"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ inlineSize: `${percent}%` }} />
      </span>
      <VerdictCounts {...counts} />
      <span className={classes.jobs} role="status">
        {running + queued === 0
          ? 'No picture is being made'
          : `${running.toLocaleString('en')} being made, ${queued.toLocaleString('en')} queued`}
        {failed > 0 && <span className={classes.failed}> · {failed.toLocaleString('en')} failed</span>}
      </span>
    </div>
  );
}
