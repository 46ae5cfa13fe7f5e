import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { RegionView } from '#contract/region.ts';
import { regionQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { BackToCell } from '../../ui/back-to-cell.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { cellInFull } from '../blueprint/cell-in-full.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { AreasRoom } from './areas-room.tsx';

/** Where a defect may be on one golden image. */
export function AreasPage() {
  const board = useBoard();
  const { cellId } = useParams({ from: paths.areas });
  const blueprintId = board.blueprint.id;
  const shown = cellInFull(
    board,
    board.cells.find(({ id }) => id === cellId),
  );
  const region = useQuery({
    ...regionQuery(blueprintId, cellId, 'opened'),
    enabled: shown !== null,
    staleTime: 0,
  });
  /** As it was when the page was opened, or when somebody asked for it: what comes later is not put under a stroke. */
  const [last, setOpened] = useState<{ cellId: string; region: RegionView; times: number } | null>(null);
  const opened = last?.cellId === cellId ? last : null;
  if (opened === null && region.isFetchedAfterMount && region.data)
    setOpened({ cellId, region: region.data, times: 1 });
  const again = async () => {
    const { data } = await region.refetch();
    if (data) setOpened((before) => ({ cellId, region: data, times: (before?.times ?? 0) + 1 }));
  };
  const title = shown === null ? 'Areas' : `Areas for ${shown.defect.name} on ${shown.golden.name}`;
  usePageTitle(title, board.blueprint.name);

  return (
    <Page
      title={title}
      lead="Pictures are made with the defect inside the areas, and not one pixel outside."
      actions={<BackToCell blueprintId={blueprintId} cellId={cellId} />}
    >
      {shown === null && <p>There is no such cell. Its golden image or its defect may have been removed.</p>}
      {opened === null && region.isError && (
        <ErrorState error={region.error} onRetry={() => void region.refetch()} />
      )}
      {opened === null && shown !== null && !region.isError && (
        <Skeleton height="60dvh" aria-label="Loading the areas" />
      )}
      {opened && shown && (
        <AreasRoom
          key={`${cellId} ${opened.times}`}
          blueprintId={blueprintId}
          cellId={cellId}
          golden={shown.golden}
          defect={shown.defect}
          region={opened.region}
          onAgain={() => void again()}
        />
      )}
    </Page>
  );
}
