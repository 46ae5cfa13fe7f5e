import { exportLineage } from '#contract/lineage.ts';
import { Button, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useParams } from '@tanstack/react-router';
import { urlOf } from '../../api/client.ts';
import { lineageQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { BackToCell } from '../../ui/back-to-cell.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { cellInFull } from '../blueprint/cell-in-full.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { HistoryRoom } from './history-room.tsx';

const route = getRouteApi(paths.history);

/** How a cell's description came to be, and which of its turns was for the better. */
export function HistoryPage() {
  const board = useBoard();
  const { cellId } = useParams({ from: paths.history });
  const search = route.useSearch();
  const blueprintId = board.blueprint.id;
  const lineage = useQuery(lineageQuery(blueprintId, cellId));
  const shown = cellInFull(
    board,
    board.cells.find(({ id }) => id === cellId),
  );
  const title = shown === null ? 'History' : `History of ${shown.name}`;
  usePageTitle(title, board.blueprint.name);
  return (
    <Page
      title={title}
      lead="Every description that this cell has had. None is ever rewritten: going back adds to the history."
      actions={
        <>
          <BackToCell blueprintId={blueprintId} cellId={cellId} />
          <Button
            variant="default"
            component="a"
            download
            href={urlOf(exportLineage, { cellId })}
            leftSection={<IconDownload size={18} />}
          >
            As JSON
          </Button>
        </>
      }
    >
      {lineage.isError && lineage.data === undefined && (
        <ErrorState error={lineage.error} onRetry={() => void lineage.refetch()} />
      )}
      {lineage.isPending && <Skeleton height="60dvh" aria-label="Loading the history" />}
      {lineage.data !== undefined && shown !== null && (
        <HistoryRoom
          blueprintId={blueprintId}
          cell={shown.cell}
          mmPerPixel={shown.golden.mmPerPixel}
          lineage={lineage.data}
          search={search}
        />
      )}
    </Page>
  );
}
