import { withdrawGoldenOrder, type GoldenOrderView } from '#contract/golden-order.ts';
import { ActionIcon, Text } from '@mantine/core';
import { IconPlayerStop, IconTextCaption, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useJobProgress } from '../../live/progress-store.ts';
import { notifyFailure } from '../../notify.ts';
import { whereItIs } from '../../remote/phase-words.ts';
import { JobBar, percentWords } from '../../ui/job-bar.tsx';
import classes from './golden-page.module.css';

type Props = { order: GoldenOrderView; blueprintId: string; number: number };

/** A golden image that is being made from words, or why it was not. */
export function GoldenOrderTile({ order, blueprintId, number }: Props) {
  const { id, words, width, height, state, failure } = order;
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => call(withdrawGoldenOrder, { params: { orderId: id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
    onError: (error) => notifyFailure('The order was not withdrawn', error),
  });
  const progress = useJobProgress(order);
  const hasFailed = state === 'failed';
  const label = hasFailed ? `Take failed order ${number} off the page` : `Cancel order ${number}`;
  const Icon = hasFailed ? IconX : IconPlayerStop;
  return (
    <li className={classes.tile}>
      <div className={classes.well} style={{ aspectRatio: '4 / 3' }}>
        <IconTextCaption size={28} stroke={1.3} aria-hidden />
        <Text size="sm" lineClamp={4} title={words}>
          {words}
        </Text>
      </div>
      <div className={classes.caption}>
        <div>
          <Text size="sm" fw={550}>
            {hasFailed
              ? 'Not made'
              : state === 'running'
                ? `${whereItIs(order.provider, progress.percent, 'Being fetched')}, ${percentWords(progress)}`
                : 'Queued'}
          </Text>
          {state === 'running' && <JobBar job={order} label={`Order ${number}`} />}
          <Text size="xs" c="dimmed" className={classes.failure}>
            {failure ?? `${width} × ${height}, made from words`}
          </Text>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={label}
          onClick={() => withdraw.mutate()}
          loading={withdraw.isPending}
        >
          <Icon size={18} stroke={1.6} />
        </ActionIcon>
      </div>
    </li>
  );
}
