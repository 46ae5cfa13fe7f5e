import type { ProviderView } from '#contract/provider.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { dollars } from '#core/remote/dollars.ts';
import { Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { projectQuery, providersQuery } from '../api/queries.ts';
import { AllowProvider } from './allow-provider.tsx';
import { generatorNames } from './generator-names.ts';

type Generator = BlueprintSettings['generator'];
type Props = {
  generator: Generator;
  blueprintId: string;
  projectId: string;
  onChange: (generator: Generator) => void;
};

/** Who makes the pictures, and with which model. A provider that the project has not allowed is asked about first. */
export function GeneratorFields({ generator, blueprintId, projectId, onChange }: Props) {
  const providers = useQuery(providersQuery(blueprintId));
  const project = useQuery(projectQuery(blueprintId, projectId));
  // Chosen, and not allowed yet.
  const [wished, setWished] = useState<string | null>(null);
  const known = (name: string | null) => providers.data?.find((provider) => provider.name === name);
  const isAllowed = (provider: ProviderView): boolean =>
    project.data?.providers.includes(provider.name) ?? true;
  const chosen = known(wished) ?? known(generator.name);
  const asked = chosen?.obstacle === null && !isAllowed(chosen) ? chosen : undefined;

  const choose = (name: string): void => {
    const provider = known(name);
    const asksFirst = provider !== undefined && !isAllowed(provider);
    setWished(asksFirst ? name : null);
    if (!asksFirst) onChange({ name: provider?.name ?? 'renderer', model: null });
  };
  return (
    <Stack gap="sm">
      <Radio.Group label="Who makes the pictures" value={asked?.name ?? generator.name} onChange={choose}>
        <Stack gap="xs" mt={6}>
          <Radio
            value="renderer"
            label={generatorNames.renderer}
            description="Draws on this machine. Free, and the same number makes the same picture"
          />
          {providers.data?.map(({ name, label, obstacle }) => (
            <Radio
              key={name}
              value={name}
              label={label}
              description={obstacle ?? 'Generative models repaint a part of the photo. Paid by the picture'}
              // What is chosen stays choosable, so that one sees what it was.
              disabled={(obstacle !== null || !project.isSuccess) && generator.name !== name}
            />
          ))}
        </Stack>
      </Radio.Group>
      {asked !== undefined && project.data && (
        <AllowProvider
          provider={asked}
          blueprintId={blueprintId}
          project={project.data}
          onAllowed={() => {
            setWished(null);
            onChange({ name: asked.name, model: asked.name === generator.name ? generator.model : null });
          }}
          onBack={() => choose('renderer')}
        />
      )}
      {chosen !== undefined && chosen.isConfigured && chosen.name === generator.name && isAllowed(chosen) && (
        <Models provider={chosen} generator={generator} onChange={onChange} />
      )}
    </Stack>
  );
}

function Models({
  provider,
  generator,
  onChange,
}: {
  provider: ProviderView;
  generator: Generator;
  onChange: Props['onChange'];
}) {
  const usual = provider.models.find(({ isDefault }) => isDefault);
  return (
    <>
      <Radio.Group
        label="Model"
        value={generator.model ?? usual?.id ?? ''}
        onChange={(id) => onChange({ ...generator, model: id === usual?.id ? null : id })}
      >
        <Stack gap="xs" mt={6}>
          {provider.models.map(({ id, label, summary, micros, isEstimate }) => (
            <Radio
              key={id}
              value={id}
              label={`${label}, ${isEstimate ? `about ${dollars(micros)} each, estimated` : `${dollars(micros)} each`}`}
              description={summary}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm" c="dimmed">
        {provider.label} makes one defect in a picture: several defects, allowed variation and “best of” are
        the built-in renderer’s.
      </Text>
    </>
  );
}
