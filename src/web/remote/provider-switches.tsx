import type { ProjectView, ProviderView } from '#contract/provider.ts';
import { Stack, Switch, Text, Title } from '@mantine/core';
import { sentenceOf } from '../notify.ts';
import { generatorNames } from './generator-names.ts';
import { useChangeProject } from './use-change-project.ts';

type Props = { providers: readonly ProviderView[]; project: ProjectView; blueprintId: string };

/** Who may be sent the project's photos. */
export function ProviderSwitches({ providers, project, blueprintId }: Props) {
  const change = useChangeProject(blueprintId, project.id);
  const fal = providers.find(({ name }) => name === 'fal');
  const allowed = project.providers.includes('fal');
  return (
    <Stack gap="xs">
      <Title order={3}>Who may be sent photos</Title>
      <Text size="sm" c="dimmed">
        For the project “{project.name}”, with all its blueprints. Taken back, it holds from the next picture
        on.
      </Text>
      <Switch
        label={`Allow ${generatorNames.fal}`}
        description={whyNot(fal) ?? fal?.disclosure}
        checked={allowed}
        // What cannot be used can still be forbidden.
        disabled={!allowed && whyNot(fal) !== null}
        error={change.isError && sentenceOf(change.error)}
        onChange={(event) => change.mutate({ providers: event.currentTarget.checked ? ['fal'] : [] })}
      />
    </Stack>
  );
}

/** Why a provider cannot be used on this installation. */
export function whyNot(provider: ProviderView | undefined): string | null {
  if (provider === undefined) return 'This installation has no key: start it with FAL_KEY.';
  if (provider.isForbidden) return 'Nothing may leave this machine: it was started with NO_EGRESS.';
  return null;
}
