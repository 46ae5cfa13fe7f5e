import { Button, Group, SimpleGrid, Skeleton } from '@mantine/core';
import { IconFilterOff, IconGridDots, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { blueprintsQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { BlueprintCard } from './blueprint-card.tsx';
import { BlueprintFilters, isNarrowed } from './blueprint-filters.tsx';

const route = getRouteApi(paths.blueprints);

/** All blueprints, newest change first. */
export function BlueprintsPage() {
  usePageTitle('Blueprints');
  return (
    <Page
      title="Blueprints"
      lead="A blueprint is one product: photos of good parts, the defects it can have, and the pictures made of them."
      actions={<NewBlueprintButton />}
    >
      <BlueprintList />
    </Page>
  );
}

function BlueprintList() {
  const search = route.useSearch();
  const blueprints = useInfiniteQuery(
    blueprintsQuery({
      projectId: search.project,
      status: search.status,
      productKind: search.product,
      text: search.text,
      // The day begins where the reader is.
      changedFrom: search.from && new Date(`${search.from}T00:00`).toISOString(),
    }),
  );
  if (blueprints.isError && blueprints.data === undefined) {
    return <ErrorState error={blueprints.error} onRetry={() => void blueprints.refetch()} />;
  }
  if (blueprints.data === undefined) {
    return (
      <SimpleGrid cols={columns} aria-busy="true" aria-label="Loading blueprints">
        {[0, 1, 2, 3].map((n) => (
          <Skeleton key={n} height={300} />
        ))}
      </SimpleGrid>
    );
  }
  const shown = blueprints.data.pages.flatMap((page) => page.blueprints);
  if (shown.length === 0 && isNarrowed(search)) {
    return (
      <>
        <BlueprintFilters search={search} />
        <EmptyState title="No blueprint is like that" icon={<IconFilterOff size={40} stroke={1.3} />}>
          Take a filter away, or look for another part of the name.
        </EmptyState>
      </>
    );
  }
  if (shown.length === 0) {
    return (
      <EmptyState
        title="No blueprint yet"
        icon={<IconGridDots size={40} stroke={1.3} />}
        action={<NewBlueprintButton />}
      >
        Start one with a few photos of good parts. Two or three sharp views in even light are enough to begin
        with.
      </EmptyState>
    );
  }
  return (
    <>
      <BlueprintFilters search={search} />
      <SimpleGrid
        cols={columns}
        component="ul"
        p={0}
        m={0}
        style={{ listStyle: 'none' }}
        aria-label="Blueprints"
        aria-busy={blueprints.isPlaceholderData}
      >
        {shown.map((blueprint) => (
          <li key={blueprint.id}>
            <BlueprintCard blueprint={blueprint} />
          </li>
        ))}
      </SimpleGrid>
      {blueprints.hasNextPage && (
        <Group justify="center" mt="lg">
          <Button
            variant="default"
            loading={blueprints.isFetchingNextPage}
            onClick={() => void blueprints.fetchNextPage()}
          >
            Show more
          </Button>
        </Group>
      )}
    </>
  );
}

const columns = { base: 1, xs: 2, md: 3, lg: 4 };

function NewBlueprintButton() {
  return (
    <Button
      leftSection={<IconPlus size={18} />}
      renderRoot={(props) => <Link to={paths.newBlueprint} {...props} />}
    >
      New blueprint
    </Button>
  );
}
