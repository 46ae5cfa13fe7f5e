import type { CandidateView } from '#contract/candidate.ts';
import { fittedTo } from '#core/real-sample/describe-fit.ts';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import classes from './review-page.module.css';

type Props = { candidate: CandidateView; blueprintId: string; goldenName: string; defectName: string };

/** What the picture is and how it came to be. */
export function ReviewDetails({ candidate, blueprintId, goldenName, defectName }: Props) {
  const { area, width, height, instances, promptText, source } = candidate;
  const fitted = fitOf(candidate);
  const share = (area / (width * height)) * 100;
  return (
    <div className={classes.details}>
      <dl>
        <dt>Defect</dt>
        <dd>{defectName}</dd>
        <dt>On</dt>
        <dd>{goldenName}</dd>
        <dt>Marks</dt>
        <dd>
          {instances.length}, {area.toLocaleString('en')} px (
          {share < 0.1 ? share.toFixed(3) : share.toFixed(1)} %)
        </dd>
        <dt>{source === 'uploaded' ? 'Source' : 'Described as'}</dt>
        <dd>{source === 'uploaded' ? 'Uploaded' : promptText || 'Nothing, left to chance'}</dd>
        {fitted !== null && (
          <>
            <dt>Drawn</dt>
            <dd>{fittedTo(fitted)}</dd>
          </>
        )}
      </dl>
      <Link to={paths.cell} params={{ blueprintId, cellId: candidate.cellId }} className={classes.cellLink}>
        Change the description, or make more
      </Link>
    </div>
  );
}

/** The number of real samples that the picture was drawn by, as its generator recorded it. */
function fitOf({ measured }: CandidateView): number | null {
  const marks = measured['marks'];
  const first: unknown = Array.isArray(marks) ? marks[0] : null;
  const fitted = typeof first === 'object' && first !== null && 'fittedTo' in first ? first.fittedTo : null;
  return typeof fitted === 'number' ? fitted : null;
}
