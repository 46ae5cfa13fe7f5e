import type { ProjectView, ProviderView } from '#contract/provider.ts';
import { Stack, Switch, Text, Title } from '@mantine/core';
import { sentenceOf } from '../notify.ts';
import { useChangeProject } from './use-change-project.ts';

type Props = { providers: readonly ProviderView[]; project: ProjectView; blueprintId: string };

/** Who may be sent the project's photos. */
export function ProviderSwitches({ providers, project, blueprintId }: Props) {
  const change = useChangeProject(blueprintId, project.id);
  const allow = (name: ProviderView['name'], isAllowed: boolean): void => {
    const others = project.providers.filter((other) => other !== name);
    change.mutate({ providers: isAllowed ? [...others, name] : others });
  };
  return (
    <Stack gap="xs">
      <Title order={3}>Who may be sent photos</Title>
      <Text size="sm" c="dimmed">
        For the project “{project.name}”, with all its blueprints. Taken back, it holds from the next picture
        on.
      </Text>
      {providers.map(({ name, label, obstacle, disclosure, words }) => {
        const isAllowed = project.providers.includes(name);
        return (
          <Switch
            key={name}
            label={`Allow ${label}`}
            description={
              obstacle ??
              `${disclosure}${words === null ? '' : ` For golden images made from words: ${words.disclosure}`}`
            }
            checked={isAllowed}
            // What cannot be used can still be forbidden.
            disabled={!isAllowed && obstacle !== null}
            error={change.isError && sentenceOf(change.error)}
            onChange={(event) => allow(name, event.currentTarget.checked)}
          />
        );
      })}
    </Stack>
  );
}
