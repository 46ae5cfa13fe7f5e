import type { ProjectView, ProviderView } from '#contract/provider.ts';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconWorldUpload } from '@tabler/icons-react';
import { sentenceOf } from '../notify.ts';
import { useChangeProject } from './use-change-project.ts';

type Props = {
  provider: ProviderView;
  project: ProjectView;
  blueprintId: string;
  /** Of what this is about, where that is not the usual. */
  disclosure?: string;
  back?: string;
  onAllowed: () => void;
  onBack: () => void;
};

/** Says plainly what would leave the machine, before anything does. */
export function AllowProvider({
  provider,
  project,
  blueprintId,
  disclosure = provider.disclosure,
  back = 'Stay with the built-in renderer',
  onAllowed,
  onBack,
}: Props) {
  const change = useChangeProject(blueprintId, project.id);
  // Once it is allowed this question is off the page, and a callback of `mutate` would go with it.
  const allow = () =>
    change
      .mutateAsync({ providers: [...project.providers, provider.name] })
      .then(onAllowed, () => undefined /* said below */);
  return (
    <Alert
      color="gray"
      icon={<IconWorldUpload />}
      title={`Allow ${provider.label} in the project “${project.name}”?`}
    >
      <Stack gap="sm">
        <Text size="sm">
          {disclosure} It can be taken back at any time, for what is ordered from then on.
        </Text>
        {change.isError && (
          <Text size="sm" c="red">
            {sentenceOf(change.error)}
          </Text>
        )}
        <Group gap="xs">
          <Button onClick={() => void allow()} loading={change.isPending}>
            Allow {provider.label}
          </Button>
          <Button variant="default" onClick={onBack}>
            {back}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
