import { exportLineage } from '#contract/lineage.ts';
import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useParams } from '@tanstack/react-router';
import { urlOf } from '../../api/client.ts';
import { lineageQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
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
  const cell = board.cells.find((candidate) => candidate.id === cellId);
  const golden = board.goldens.find((candidate) => candidate.id === cell?.goldenId);
  const defect = board.defects.find((candidate) => candidate.id === cell?.defectId);
  const title = golden && defect ? `History of ${golden.name} × ${defect.name}` : 'History';
  usePageTitle(title, board.blueprint.name);
  return (
    <Page
      title={title}
      lead="Every description that this cell has had. None is ever rewritten: going back adds to the history."
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconArrowLeft size={18} />}
            renderRoot={(props) => <Link to={paths.cell} params={{ blueprintId, cellId }} {...props} />}
          >
            Cell
          </Button>
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
      {lineage.data !== undefined && cell !== undefined && golden !== undefined && (
        <HistoryRoom
          blueprintId={blueprintId}
          cell={cell}
          mmPerPixel={golden.mmPerPixel}
          lineage={lineage.data}
          search={search}
        />
      )}
    </Page>
  );
}
