import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { preferencesQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { BackToCell } from '../../ui/back-to-cell.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { cellInFull } from '../blueprint/cell-in-full.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { BetterRoom } from './better-room.tsx';

/** Two pictures of a cell at a time, until it is clear which description makes the best ones. */
export function BetterPage() {
  const board = useBoard();
  const { cellId } = useParams({ from: paths.better });
  const blueprintId = board.blueprint.id;
  const preferences = useQuery(preferencesQuery(blueprintId, cellId));
  const shown = cellInFull(
    board,
    board.cells.find(({ id }) => id === cellId),
  );
  const title = shown === null ? 'Better 1 or 2' : `Better 1 or 2: ${shown.name}`;
  usePageTitle(title, board.blueprint.name);
  return (
    <Page
      title={title}
      lead="Say which of the two is the more believable bad part. Which description each was made from is not shown."
      actions={<BackToCell blueprintId={blueprintId} cellId={cellId} />}
    >
      {preferences.isError && preferences.data === undefined && (
        <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
      )}
      {preferences.isPending && <Skeleton height="60dvh" aria-label="Loading two pictures" />}
      {preferences.data !== undefined && (
        <BetterRoom blueprintId={blueprintId} cellId={cellId} state={preferences.data} />
      )}
    </Page>
  );
}
