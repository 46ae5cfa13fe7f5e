import type { CellView } from '#contract/cell.ts';
import { IconAlertTriangle, IconBan, IconPlayerSkipForward } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { paths } from '../../paths.ts';
import { CandidateThumb } from '../../ui/candidate-thumb.tsx';
import { JobBar } from '../../ui/job-bar.tsx';
import { KindMark } from '../../ui/kind-mark.tsx';
import { VerdictCounts } from '../../ui/verdict-counts.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { cellStatus } from './cell-status.ts';
import { picturesOf } from './matrix-counts.ts';
import classes from './matrix-cell.module.css';

type Props = {
  cell: CellView;
  /** Golden image and defect, for readers who do not see the heads. */
  name: string;
  blueprintId: string;
  /** Why the material cannot show the defect; `null` when it can. */
  whyImpossible: string | null;
  inTabOrder: boolean;
  onPlace: (cellId: string) => void;
};

/** One golden image with one defect: its newest pictures, how many of which verdict, and what is being made. */
export const MatrixCell = memo(function MatrixCell({
  cell,
  name,
  blueprintId,
  whyImpossible,
  inTabOrder,
  onPlace,
}: Props) {
  const { approved } = cell.counts;
  const why = cell.stateReason ?? (cell.state === 'impossible' ? whyImpossible : null);
  const working = cellStatus(cell);
  // Of a cell that makes nothing, why that is so.
  const status = working.text === '' && cell.state !== 'active' ? { ...working, text: why ?? '' } : working;
  const running = cell.jobs.filter((job) => job.state === 'running');
  return (
    <Link
      to={paths.cell}
      params={{ blueprintId, cellId: cell.id }}
      className={classes.cell}
      data-cell={cell.id}
      data-state={cell.state}
      tabIndex={inTabOrder ? 0 : -1}
      onFocus={() => onPlace(cell.id)}
      preload={false}
    >
      <span className="visually-hidden">{name}: </span>
      <span className={classes.line}>
        <VerdictCounts {...picturesOf(cell)} />
        {cell.state === 'active' && (
          <span
            className={classes.target}
            data-done={approved >= cell.target}
            title={why === null ? undefined : `All the same: ${why}`}
          >
            {approved}/{cell.target}
            <span className="visually-hidden"> of target{why !== null && `, all the same: ${why}`}</span>
          </span>
        )}
        {cell.state === 'impossible' && (
          <span className={classes.state}>
            <IconBan size={14} aria-hidden /> Impossible
          </span>
        )}
        {cell.state === 'skipped' && (
          <span className={classes.state}>
            <IconPlayerSkipForward size={14} aria-hidden /> Skipped
          </span>
        )}
      </span>
      <span className={classes.pictures}>
        {cell.latest.map((candidate) => (
          <span key={candidate.id} className={classes.picture}>
            <CandidateThumb {...candidate} mark={candidate.mark} width={1} height={1} />
            <KindMark kind={candidate.kind} className={classes.kind} />
            <VerdictMark verdict={candidate.verdict} className={classes.mark} />
          </span>
        ))}
      </span>
      <span className={classes.bars}>
        {running.map((job, index) => (
          <JobBar key={job.id} job={job} label={`${name}, picture ${index + 1} being made`} />
        ))}
      </span>
      <span className={classes.status} data-tone={status.tone} title={status.text}>
        {status.tone === 'failed' && <IconAlertTriangle size={14} aria-hidden />}
        <span>{status.text}</span>
      </span>
    </Link>
  );
});
