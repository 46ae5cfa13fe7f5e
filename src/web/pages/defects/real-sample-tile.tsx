import { removeRealSample, type RealSampleView } from '#contract/real-sample.ts';
import { factsOfSample } from '#core/real-sample/fit-facts.ts';
import { ActionIcon, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import { MaskOverlay } from '../../ui/mask-overlay.tsx';
import classes from './real-samples.module.css';

type Props = { sample: RealSampleView; blueprintId: string };

/** One photo of a really bad part, its mask outlined, and what was measured on it. */
export function RealSampleTile({ sample, blueprintId }: Props) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => {
      await call(removeRealSample, { params: { realSampleId: sample.id } });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.realSamples(blueprintId) }),
        queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
      ]);
    },
    onError: (error) => notifyFailure(`${sample.name} was not removed`, error),
  });
  return (
    <li className={classes.tile}>
      <div className={classes.picture} style={{ aspectRatio: `${sample.width} / ${sample.height}` }}>
        <img src={sample.thumbnailUrl} alt={sample.name} />
        <MaskOverlay url={sample.smallMaskUrl} />
      </div>
      <div className={classes.caption}>
        <div>
          <Text size="sm" fw={550} truncate title={sample.name}>
            {sample.name}
          </Text>
          <Text size="xs" c="dimmed">
            {factsOfSample(sample.measured)}
          </Text>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Remove ${sample.name}`}
          onClick={() => remove.mutate()}
          loading={remove.isPending}
        >
          <IconTrash size={18} stroke={1.6} />
        </ActionIcon>
      </div>
    </li>
  );
}
