import type { CandidateView, DecisionView } from '#contract/candidate.ts';
import { useQuery } from '@tanstack/react-query';
import { decisionsOnQuery } from '../../api/queries.ts';
import { DisputedMark } from '../../ui/disputed-mark.tsx';
import { VerdictMark, verdictWords } from '../../ui/verdict-mark.tsx';
import { moment } from '../../words.ts';
import classes from './decision-history.module.css';

type Props = { blueprintId: string; candidate: CandidateView };

/** Who decided what on the picture, newest first; nothing of it is ever taken out. */
export function DecisionHistory({ blueprintId, candidate }: Props) {
  const { data = [] } = useQuery(decisionsOnQuery(blueprintId, candidate.id));
  if (data.length === 0) return null;
  const earlier = data.filter(({ isNewest }) => !isNewest);
  return (
    <section className={classes.history} aria-label="Decisions">
      <div className={classes.title}>
        Decisions
        {candidate.disputed && <DisputedMark />}
      </div>
      <DecisionRows decisions={data.filter(({ isNewest }) => isNewest)} />
      {earlier.length > 0 && (
        <details className={classes.earlier}>
          <summary>{earlier.length} before that</summary>
          <DecisionRows decisions={earlier} />
        </details>
      )}
    </section>
  );
}

function DecisionRows({ decisions }: { decisions: DecisionView[] }) {
  return (
    <ol className={classes.list}>
      {decisions.map((decision) => (
        <li key={`${decision.at} ${decision.author}`} className={classes.row}>
          <VerdictMark verdict={decision.verdict} />
          <span>
            {decision.author}
            {explain(decision)} <span className={classes.soft}>{moment(decision.at)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function explain({ verdict, reasons, note }: DecisionView): string {
  const said = [...reasons.map(({ label }) => label), ...(note === null ? [] : [`“${note}”`])];
  return said.length > 0 ? `: ${said.join(', ')}` : `: ${verdictWords[verdict].toLowerCase()}`;
}
