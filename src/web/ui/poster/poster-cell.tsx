import type { ReleasePosterView } from '#contract/release.ts';
import { approvalRate } from './approval-rate.ts';
import { PosterPicture } from './poster-picture.tsx';
import classes from './poster.module.css';

type Cell = ReleasePosterView['poster']['cells'][number];
type Props = { cell: Cell; name: string; onSettled: (cellId: string) => void };

/** The clearest approved picture of a cell and its counts, or why there is none. */
export function PosterCell({ cell, name, onSettled }: Props) {
  if (cell.state !== 'active') {
    return (
      <td className={classes.cell} data-absent>
        <b>{cell.state === 'impossible' ? 'N/A' : 'Skipped'}</b>
        <p className={classes.absent}>
          {cell.state === 'impossible'
            ? (cell.stateReason ?? cell.reason ?? 'Marked impossible by hand.')
            : (cell.stateReason ?? 'Left out of this release.')}
        </p>
      </td>
    );
  }
  return (
    <td className={classes.cell}>
      {cell.best === null ? (
        <p className={classes.absent}>No approved picture.</p>
      ) : (
        <PosterPicture marked={cell.best} name={name} cellId={cell.id} onSettled={onSettled} />
      )}
      <p className={classes.counts}>
        <b>{cell.approved}</b> of {cell.target} approved{approvalRate([cell])}
      </p>
      {cell.stateReason !== null && <p className={classes.absent}>All the same: {cell.stateReason}</p>}
      {cell.prompt !== null && cell.prompt !== '' && <p className={classes.prompt}>{cell.prompt}</p>}
    </td>
  );
}
