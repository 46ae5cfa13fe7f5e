import { Skeleton, Stack } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { projectQuery, providersQuery } from '../api/queries.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { ProviderSwitches } from './provider-switches.tsx';
import { SpendingLimit } from './spending-limit.tsx';
import { SpendingTable } from './spending-table.tsx';

type Props = { blueprintId: string; projectId: string };

/** What a project allows and spends, and what of it is this blueprint's. */
export function openProject(props: Props): void {
  modals.open({ title: 'Providers and spending', size: 560, children: <ProjectDialog {...props} /> });
}

function ProjectDialog({ blueprintId, projectId }: Props) {
  const providers = useQuery(providersQuery(blueprintId));
  const project = useQuery(projectQuery(blueprintId, projectId));
  const failed = [providers, project].find(({ isError }) => isError);
  if (failed !== undefined) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!providers.data || !project.data) return <Skeleton height={260} />;
  return (
    <Stack gap="lg">
      <ProviderSwitches providers={providers.data} project={project.data} blueprintId={blueprintId} />
      <SpendingLimit project={project.data} blueprintId={blueprintId} />
      <SpendingTable blueprintId={blueprintId} />
    </Stack>
  );
}
