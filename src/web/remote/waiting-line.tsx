import type { WaitingView } from '#contract/provider.ts';
import { Button } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import { countOf, moment } from '../words.ts';
import { openProject } from './project-dialog.tsx';
import classes from './waiting-line.module.css';

type Props = { waiting: WaitingView | null; blueprintId: string; projectId: string };

/** One calm line: what pictures wait for, and what to do. Gone once they go on. */
export function WaitingLine({ waiting, blueprintId, projectId }: Props) {
  const inProject = waiting?.reason === 'cap' || waiting?.reason === 'not_allowed';
  return (
    <div role="status">
      {waiting !== null && (
        <div className={classes.line}>
          <IconClockPause size={20} aria-hidden className={classes.icon} />
          <p className={classes.text}>
            <b>
              {countOf(waiting.pictures, 'picture')} {waiting.pictures === 1 ? 'waits' : 'wait'}.
            </b>{' '}
            {waiting.message}
            {waiting.since !== null && <span className={classes.since}> Since {moment(waiting.since)}.</span>}
          </p>
          {inProject && (
            <Button variant="default" size="xs" onClick={() => openProject({ blueprintId, projectId })}>
              {waiting.reason === 'cap' ? 'Raise the limit…' : 'Providers and spending…'}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
