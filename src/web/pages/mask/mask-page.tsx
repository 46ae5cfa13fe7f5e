import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { candidateQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { useBoard } from '../blueprint/use-board.ts';
import { annotationQuery, annotationsQuery } from './annotation-queries.ts';
import { MaskRoom } from './mask-room.tsx';

const route = getRouteApi(paths.mask);

/** A candidate's mask, to be mended; its versions, to be brought back. */
export function MaskPage() {
  const board = useBoard();
  const { candidateId } = route.useParams();
  const search = route.useSearch();
  const blueprintId = board.blueprint.id;
  const candidate = useQuery(candidateQuery(blueprintId, candidateId));
  const versions = useQuery({ ...annotationsQuery(blueprintId, candidateId), staleTime: 0 });
  /** The version that is edited; the newest when the page was opened, or when somebody asks for it. */
  const [chosen, setChosen] = useState<string | null>(null);
  const [opened, setOpened] = useState(0);
  const newest = versions.isFetchedAfterMount ? versions.data?.[0]?.id : undefined;
  if (chosen === null && newest !== undefined) setChosen(newest);
  const annotation = useQuery({ ...annotationQuery(chosen ?? ''), enabled: chosen !== null });
  const golden = board.goldens.find(({ id }) => id === candidate.data?.goldenId);
  const title = golden ? `Mask on ${golden.name}` : 'Mask';
  usePageTitle(title, board.blueprint.name);

  const failed = [candidate, versions, annotation].find((query) => query.isError && query.data === undefined);
  return (
    <Page
      title={title}
      actions={
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={18} />}
          renderRoot={(props) => (
            <Link
              to={paths.review}
              params={{ blueprintId }}
              search={{ ...search, candidate: candidateId }}
              {...props}
            />
          )}
        >
          Review
        </Button>
      }
    >
      {failed && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && (annotation.data === undefined || candidate.data === undefined) && (
        <Skeleton height="60dvh" aria-label="Loading the mask" />
      )}
      {annotation.data && candidate.data && versions.data && (
        <MaskRoom
          key={`${annotation.data.id} ${opened}`}
          board={board}
          candidate={candidate.data}
          annotation={annotation.data}
          versions={versions.data}
          search={search}
          onOpen={(annotationId) => {
            setChosen(annotationId);
            setOpened((count) => count + 1);
          }}
        />
      )}
    </Page>
  );
}
