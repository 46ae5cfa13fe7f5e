import type { ProviderView } from '#contract/provider.ts';
import type { BlueprintSettings } from '#core/blueprint/settings.ts';
import { dollars } from '#core/remote/dollars.ts';
import { Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { projectQuery, providersQuery } from '../api/queries.ts';
import { AllowProvider } from './allow-provider.tsx';
import { generatorNames } from './generator-names.ts';
import { whyNot } from './provider-switches.tsx';

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
  const [wished, setWished] = useState(false);
  const fal = providers.data?.find(({ name }) => name === 'fal');
  const why = providers.isSuccess ? whyNot(fal) : null;
  const isAllowed = project.data?.providers.includes('fal') ?? true;
  const asks = fal !== undefined && why === null && !isAllowed && (wished || generator.name === 'fal');

  const choose = (name: string): void => {
    if (name === 'fal' && !isAllowed) return setWished(true);
    setWished(false);
    onChange({ name: name === 'fal' ? 'fal' : 'renderer', model: null });
  };
  return (
    <Stack gap="sm">
      <Radio.Group label="Who makes the pictures" value={asks ? 'fal' : generator.name} onChange={choose}>
        <Stack gap="xs" mt={6}>
          <Radio
            value="renderer"
            label={generatorNames.renderer}
            description="Draws on this machine. Free, and the same number makes the same picture"
          />
          <Radio
            value="fal"
            label={generatorNames.fal}
            description={why ?? 'Generative models repaint a part of the photo. Paid by the picture'}
            // What is chosen stays choosable, so that one sees what it was.
            disabled={(why !== null || !project.isSuccess) && generator.name !== 'fal'}
          />
        </Stack>
      </Radio.Group>
      {asks && (
        <AllowProvider
          provider={fal}
          blueprintId={blueprintId}
          project={project.data!}
          onAllowed={() => {
            setWished(false);
            onChange({ name: 'fal', model: generator.model });
          }}
          onBack={() => choose('renderer')}
        />
      )}
      {generator.name === 'fal' && fal !== undefined && isAllowed && (
        <Models provider={fal} generator={generator} onChange={onChange} />
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
