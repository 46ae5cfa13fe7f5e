import { Button, SimpleGrid, Skeleton } from '@mantine/core';
import { IconGridDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { blueprintsQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../../use-page-title.ts';
import { BlueprintCard } from './blueprint-card.tsx';

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
  const blueprints = useQuery(blueprintsQuery());
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
  if (blueprints.data.blueprints.length === 0) {
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
    <SimpleGrid cols={columns} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {blueprints.data.blueprints.map((blueprint) => (
        <li key={blueprint.id}>
          <BlueprintCard blueprint={blueprint} />
        </li>
      ))}
    </SimpleGrid>
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
