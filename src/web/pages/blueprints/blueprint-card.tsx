import type { BlueprintSummaryView } from '#contract/blueprint.ts';
import { IconPhoto } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { VerdictCounts } from '../../ui/verdict-counts.tsx';
import { countOf } from '../../words.ts';
import { statusWords } from './status-words.ts';
import classes from './blueprint-card.module.css';

type Props = { blueprint: BlueprintSummaryView };

/** One blueprint: its first golden image and how far it is. */
export function BlueprintCard({ blueprint }: Props) {
  const { goldens, defects, candidates, approved, undecided, activeJobs, latestRelease, status } = blueprint;
  // The next thing to do is where the card leads.
  const to = goldens === 0 ? paths.golden : defects === 0 ? paths.defects : paths.matrix;
  return (
    <Link to={to} params={{ blueprintId: blueprint.id }} className={classes.card}>
      <span className={classes.cover}>
        {blueprint.coverUrl === null ? (
          <IconPhoto size={36} stroke={1.2} aria-hidden />
        ) : (
          <img src={blueprint.coverUrl} alt="" loading="lazy" />
        )}
      </span>
      <span className={classes.body}>
        <span className={classes.name}>{blueprint.name}</span>
        <span className={classes.facts}>
          {countOf(goldens, 'golden image')} · {countOf(defects, 'defect')}
        </span>
        <span className={classes.counts}>
          {candidates === 0 ? (
            <span className={classes.facts}>No pictures yet</span>
          ) : (
            <VerdictCounts
              approved={approved}
              undecided={undecided}
              rejected={candidates - approved - undecided}
            />
          )}
          {status === 'generating' ? (
            <span className={classes.running}>{countOf(activeJobs, 'picture')} being made</span>
          ) : (
            <span className={classes.facts}>
              {status === 'completed' ? `Release ${latestRelease}` : statusWords[status]}
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}
