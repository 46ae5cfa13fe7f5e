import { Button, Skeleton } from '@mantine/core';
import { IconPhotoSearch } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useCandidateIndex } from '../../api/use-candidate-index.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { countVerdicts, filterRows } from './filter-rows.ts';
import { ReviewFilters } from './review-filters.tsx';
import { ReviewRoom } from './review-room.tsx';
import classes from './review-page.module.css';

const route = getRouteApi(paths.review);

/** The review room: all pictures of a blueprint, or those that the filters let through, decided by key. */
export function ReviewPage() {
  const board = useBoard();
  const search = route.useSearch();
  // The same object from picture to picture: what is drawn by it need not be drawn again.
  const looking = route.useSearch({
    select: (now) => ({ ...now, candidate: undefined }),
    structuralSharing: true,
  });
  const blueprintId = board.blueprint.id;
  const { verdict, disputed, cell, golden, defect, kind, source, severity, min, max, text } = search;
  const index = useCandidateIndex(blueprintId);
  const all = index.data?.rows;
  const rows = useMemo(
    () => all && filterRows(all, { cell, golden, defect, kind, source, severity, min, max, text }),
    [all, cell, golden, defect, kind, source, severity, min, max, text],
  );
  const counts = useMemo(() => rows && countVerdicts(rows), [rows]);
  usePageTitle('Review', board.blueprint.name);

  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">Review</h1>
      <ReviewFilters board={board} search={looking} counts={counts} />
      {index.isError && rows === undefined && (
        <div className={classes.message}>
          <ErrorState error={index.error} onRetry={() => void index.refetch()} />
        </div>
      )}
      {index.isPending && (
        <Skeleton className={classes.message} height="60dvh" aria-label="Loading pictures" />
      )}
      {rows !== undefined && (
        <ReviewRoom
          // Another filter is another sitting: what was kept in the list, selected or asked is over.
          key={[verdict, disputed, cell, golden, defect, kind, source, severity, min, max, text].join()}
          board={board}
          rows={rows}
          search={search}
          looking={looking}
          empty={<NothingToReview blueprintId={blueprintId} filtered={all?.length !== 0} />}
        />
      )}
    </div>
  );
}

function NothingToReview({ blueprintId, filtered }: { blueprintId: string; filtered: boolean }) {
  return (
    <div className={classes.message}>
      <EmptyState
        title={filtered ? 'No picture passes these filters' : 'No picture yet'}
        icon={<IconPhotoSearch size={40} stroke={1.3} />}
        action={
          <Button
            variant="default"
            renderRoot={(props) =>
              filtered ? (
                <Link to={paths.review} params={{ blueprintId }} {...props} />
              ) : (
                <Link to={paths.matrix} params={{ blueprintId }} {...props} />
              )
            }
          >
            {filtered ? 'Show all pictures' : 'Back to the matrix'}
          </Button>
        }
      >
        {filtered
          ? 'Choose another verdict above, or take the filters away.'
          : 'Generate some in the matrix. They appear here as they are made.'}
      </EmptyState>
    </div>
  );
}
