import type { GoldenView } from '#contract/golden.ts';
import { ActionIcon, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconTextCaption } from '@tabler/icons-react';
import { generatorName } from '../../remote/generator-names.ts';

type Props = { name: string; made: NonNullable<GoldenView['madeFromWords']> };

/** What a golden image was made from that is no photo. */
export function WordsDetailsButton({ name, made }: Props) {
  const facts: [string, string][] = [
    ['Words', made.words],
    ['Made by', `${generatorName(made.provider)}, ${made.model}`],
    ['Seed', `${made.seed}`],
  ];
  const show = () =>
    modals.open({
      title: 'Made from words',
      children: (
        <Stack gap="sm">
          {facts.map(([label, text]) => (
            <div key={label}>
              <Text size="xs" c="dimmed">
                {label}
              </Text>
              <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {text}
              </Text>
            </div>
          ))}
          <Text size="sm" c="dimmed">
            It is no photo: exports say of every picture of it that its golden image is synthetic.
          </Text>
        </Stack>
      ),
    });
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`How ${name} was made`} onClick={show}>
      <IconTextCaption size={18} stroke={1.6} />
    </ActionIcon>
  );
}
