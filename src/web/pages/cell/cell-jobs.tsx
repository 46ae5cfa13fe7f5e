import type { CellView } from '#contract/cell.ts';
import type { JobView } from '#contract/job.ts';
import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useJobProgress } from '../../live/progress-store.ts';
import { useOrder } from '../../remote/use-order.tsx';
import { JobBar, percentWords } from '../../ui/job-bar.tsx';
import { whereItIs } from '../../remote/phase-words.ts';
import { Panel } from '../../ui/panel.tsx';
import { picturesOf } from '../matrix/matrix-counts.ts';
import type { useCellActions } from '../matrix/use-cell-actions.ts';
import classes from './cell-page.module.css';

type Props = { cell: CellView; actions: ReturnType<typeof useCellActions> };

/** The pictures being made, each with its bar, and those that failed, each with its reason. */
export function CellJobs({ cell, actions }: Props) {
  const { queued, running, failed: failures, ...made } = picturesOf(cell);
  const isNew = made.approved + made.rejected + made.undecided + queued + running + failures === 0;
  // Allowed variation comes with other pictures, so it is not tried again by itself.
  const { failed } = cell.counts;
  const order = useOrder();
  const tryAgain = async () => {
    if (await order.confirm(failed)) await actions.generate([cell.id], failed);
  };
  const hidden = queued + running + failures - cell.jobs.length;
  return (
    <Panel
      title="Being made"
      aside={
        <Group gap="xs">
          {failed > 0 && (
            <Button
              variant="default"
              disabled={order.obstacle([cell]) !== null}
              onClick={() => void tryAgain()}
            >
              Try the {failed} failed again{order.price(failed)}
            </Button>
          )}
          <Button
            variant="default"
            disabled={queued + running === 0}
            onClick={() => void actions.cancel([cell.id])}
          >
            Cancel all
          </Button>
        </Group>
      }
    >
      <div className={classes.jobFrame} data-empty={isNew || undefined}>
        {cell.jobs.length === 0 && <p className={classes.soft}>No picture is being made.</p>}
        <ul className={classes.jobs} aria-label="Jobs">
          {cell.jobs.map((job, index) => (
            <JobRow
              key={job.id}
              job={job}
              number={index + 1}
              onCancel={() => void actions.cancelJob(job.id)}
            />
          ))}
        </ul>
        {hidden > 0 && <p className={classes.soft}>and {hidden} more waiting</p>}
      </div>
    </Panel>
  );
}

function JobRow({ job, number, onCancel }: { job: JobView; number: number; onCancel: () => void }) {
  const progress = useJobProgress(job);
  const open = job.state === 'running' || job.state === 'queued';
  return (
    <li className={classes.job}>
      <div>
        <div className={classes.jobText}>
          <span>
            {job.state === 'running'
              ? whereItIs(job.generator, progress.percent, 'Being fetched and compared with the photo')
              : words[job.state]}
            {job.kind === 'allowed-variation' && ', allowed variation'}
          </span>
          {job.state === 'running' && <span>{percentWords(progress)}</span>}
        </div>
        {job.state === 'running' && <JobBar job={job} label={`Picture ${number}`} />}
        {job.failure !== null && <span className={`${classes.soft} ${classes.failure}`}>{job.failure}</span>}
      </div>
      {open && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Cancel picture ${number}`}
          onClick={onCancel}
        >
          <IconPlayerStop size={18} />
        </ActionIcon>
      )}
    </li>
  );
}

const words: Record<JobView['state'], string> = {
  queued: 'Queued',
  running: 'Being made',
  succeeded: 'Made',
  failed: 'Failed',
  cancelled: 'Cancelled',
};
