import { removeCutOut, type CutOutView } from '#contract/cut-out.ts';
import { ActionIcon, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import classes from './real-samples.module.css';

type Props = { cutOut: CutOutView; blueprintId: string };

/** One real thing that a defect is drawn from. */
export function CutOutTile({ cutOut, blueprintId }: Props) {
  const { id, name, width, height, lengthMm, pictureUrl } = cutOut;
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => {
      await call(removeCutOut, { params: { cutOutId: id } });
      await queryClient.invalidateQueries({ queryKey: keys.cutOuts(blueprintId) });
    },
    onError: (error) => notifyFailure(`${name} was not removed`, error),
  });
  return (
    <li className={classes.tile}>
      <div className={classes.thing}>
        <img src={pictureUrl} alt={name} width={width} height={height} />
      </div>
      <div className={classes.caption}>
        <div>
          <Text size="sm" fw={550} truncate title={name}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {width} × {height} px
            {lengthMm !== null && ` · ${Number(lengthMm.toPrecision(3))} mm long`}
          </Text>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Remove ${name}`}
          onClick={() => remove.mutate()}
          loading={remove.isPending}
        >
          <IconTrash size={18} stroke={1.6} />
        </ActionIcon>
      </div>
    </li>
  );
}
