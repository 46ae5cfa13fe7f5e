import type { CandidateView } from '#contract/candidate.ts';
import { Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { CandidateThumb } from '../../ui/candidate-thumb.tsx';
import { markToShow } from '../../ui/close-up.ts';
import { KindMark } from '../../ui/kind-mark.tsx';
import { Panel } from '../../ui/panel.tsx';
import { VerdictMark, verdictWords } from '../../ui/verdict-mark.tsx';
import { thumbnailSources } from '../../ui/thumbnail-sources.ts';
import { countOf } from '../../words.ts';
import classes from './cell-page.module.css';

type Props = {
  blueprintId: string;
  cellId: string;
  candidates: CandidateView[] | undefined;
  /** There are more than these. */
  hasMore: boolean;
};

/** About what they are shown at, px. */
const tile = { width: 190, height: 142 };

/** The pictures of a cell; each opens in the review room. */
export function CellPictures({ blueprintId, cellId, candidates, hasMore }: Props) {
  return (
    <Panel
      title="Pictures"
      aside={
        candidates && (
          <span className={classes.soft}>
            {hasMore && 'the first '}
            {countOf(candidates.length, 'picture')}
          </span>
        )
      }
    >
      {candidates === undefined && <Skeleton height={260} />}
      {candidates?.length === 0 && (
        <Text c="dimmed" size="sm">
          None yet. Generate some, or upload your own.
        </Text>
      )}
      <ul className={classes.pictures} aria-label="Pictures">
        {candidates?.map((candidate, index) => (
          <li key={candidate.id}>
            <Link
              to={paths.review}
              params={{ blueprintId }}
              search={{ cell: cellId, candidate: candidate.id }}
              className={classes.picture}
              aria-label={`Picture ${index + 1}, ${verdictWords[candidate.verdict].toLowerCase()}${candidate.kind === 'defect' ? '' : ', allowed variation'}`}
            >
              <CandidateThumb
                {...candidate}
                {...thumbnailSources({ ...candidate, mark: markToShow(candidate) }, tile)}
                mark={markToShow(candidate)}
              />
              <KindMark kind={candidate.kind} withText className={classes.kind} />
              <VerdictMark verdict={candidate.verdict} withText className={classes.mark} />
            </Link>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Text size="sm">
          <Link to={paths.review} params={{ blueprintId }} search={{ cell: cellId }}>
            All pictures of this cell in the review room
          </Link>
        </Text>
      )}
    </Panel>
  );
}
