import { Button, Skeleton } from '@mantine/core';
import { IconPhotoSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { candidatesQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { ReviewFilters } from './review-filters.tsx';
import { ReviewRoom } from './review-room.tsx';
import classes from './review-page.module.css';

const route = getRouteApi(paths.review);

/** The review room: one picture at a time, decided by key. */
export function ReviewPage() {
  const board = useBoard();
  const search = route.useSearch();
  const blueprintId = board.blueprint.id;
  const { verdict, cell, golden, defect } = search;
  const candidates = useQuery(
    candidatesQuery(blueprintId, { cellId: cell, goldenId: golden, defectId: defect }),
  );
  usePageTitle('Review', board.blueprint.name);

  return (
    <div className={classes.page}>
      <h1 className="visually-hidden">Review</h1>
      <ReviewFilters board={board} search={search} candidates={candidates.data} />
      {candidates.isError && candidates.data === undefined && (
        <div className={classes.message}>
          <ErrorState error={candidates.error} onRetry={() => void candidates.refetch()} />
        </div>
      )}
      {candidates.isPending && (
        <Skeleton className={classes.message} height="60dvh" aria-label="Loading pictures" />
      )}
      {candidates.data !== undefined && (
        <ReviewRoom
          // Another filter is another sitting: what was kept in the list, selected or asked is over.
          key={[verdict, cell, golden, defect].join()}
          board={board}
          all={candidates.data}
          search={search}
          empty={<NothingToReview blueprintId={blueprintId} filtered={candidates.data.length > 0} />}
        />
      )}
    </div>
  );
}

function NothingToReview({ blueprintId, filtered }: { blueprintId: string; filtered: boolean }) {
  return (
    <div className={classes.message}>
      <EmptyState
        title={filtered ? 'No picture with this verdict' : 'No picture yet'}
        icon={<IconPhotoSearch size={40} stroke={1.3} />}
        action={
          <Button
            variant="default"
            renderRoot={(props) => <Link to={paths.matrix} params={{ blueprintId }} {...props} />}
          >
            Back to the matrix
          </Button>
        }
      >
        {filtered
          ? 'Choose another verdict above.'
          : 'Generate some in the matrix. They appear here as they are made.'}
      </EmptyState>
    </div>
  );
}
