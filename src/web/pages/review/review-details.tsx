import type { BoardView } from '#contract/blueprint.ts';
import type { CandidateView } from '#contract/candidate.ts';
import { fittedTo } from '#core/real-sample/describe-fit.ts';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { KindMark } from '../../ui/kind-mark.tsx';
import { DecisionHistory } from './decision-history.tsx';
import { defectsShown, nameDefect } from './name-defects.ts';
import { SeverityLine } from './severity-line.tsx';
import classes from './review-page.module.css';

type Props = { candidate: CandidateView; board: BoardView; goldenName: string };

/** What the picture is and how it came to be. */
export function ReviewDetails({ candidate, board, goldenName }: Props) {
  const { area, width, height, instances, drawn, companions, leftOut, promptText, source, kind } = candidate;
  const share = (area / (width * height)) * 100;
  const shown = defectsShown(candidate);
  const nameOf = (defectId: string) => nameDefect(board, defectId);
  const fitted = shown.flatMap((id) => {
    const samples = drawn.find(({ defectId }) => defectId === id)?.fittedTo ?? null;
    if (samples === null) return [];
    return [shown.length === 1 ? fittedTo(samples) : `${nameOf(id)} ${fittedTo(samples)}`];
  });
  const joined = companions.filter(({ defectId }) => shown.includes(defectId));
  return (
    <div className={classes.details}>
      {kind === 'allowed-variation' && (
        <p className={classes.kind}>
          <KindMark kind={kind} withText /> Nothing is labelled: approve it if this part is good.
        </p>
      )}
      <dl>
        <dt>{shown.length === 1 ? 'Defect' : 'Defects'}</dt>
        <dd>{shown.map(nameOf).join(', ')}</dd>
        <dt>On</dt>
        <dd>{goldenName}</dd>
        {kind === 'defect' && (
          <>
            <dt>Marks</dt>
            <dd>
              {instances.length}, {area.toLocaleString('en')} px (
              {share < 0.1 ? share.toFixed(3) : share.toFixed(1)} %)
            </dd>
          </>
        )}
        {drawn.length > 0 && (
          <>
            <dt title="Contrast in units of the surface’s own variation">Severity</dt>
            <dd>
              {shown.map((id) => (
                <SeverityLine
                  key={id}
                  name={shown.length > 1 ? nameOf(id) : undefined}
                  marks={drawn.filter(({ defectId }) => defectId === id)}
                />
              ))}
            </dd>
          </>
        )}
        {source !== 'generated' && (
          <>
            <dt>Source</dt>
            <dd>{source === 'uploaded' ? 'Uploaded' : 'Imported'}</dd>
          </>
        )}
        {source !== 'uploaded' && (
          <>
            <dt>Described as</dt>
            <dd>{promptText || (source === 'generated' ? 'Nothing, left to chance' : 'Not known')}</dd>
          </>
        )}
        {fitted.length > 0 && (
          <>
            <dt>Drawn</dt>
            <dd>{fitted.join('; ')}</dd>
          </>
        )}
        {joined.length > 0 && (
          <>
            <dt>Joined by</dt>
            <dd>{joined.map((other) => other.promptText || nameOf(other.defectId)).join('; ')}</dd>
          </>
        )}
        {leftOut.length > 0 && (
          <>
            <dt>Left out</dt>
            <dd>{leftOut.map(({ defectId, reason }) => `${nameOf(defectId)}: ${reason}`).join(' ')}</dd>
          </>
        )}
      </dl>
      <DecisionHistory blueprintId={board.blueprint.id} candidate={candidate} />
      <Link
        to={paths.cell}
        params={{ blueprintId: board.blueprint.id, cellId: candidate.cellId }}
        className={classes.cellLink}
      >
        Change the description, or make more
      </Link>
    </div>
  );
}
