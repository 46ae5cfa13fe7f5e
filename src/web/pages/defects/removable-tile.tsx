import { ActionIcon, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { notifyFailure } from '../../notify.ts';
import classes from './real-samples.module.css';

type Props = {
  name: string;
  facts: string;
  /** The picture above the caption. */
  children: ReactNode;
  onRemove: () => Promise<void>;
};

/** One thing of a list that can be taken out again: its picture, its name, and what is known of it. */
export function RemovableTile({ name, facts, children, onRemove }: Props) {
  const remove = useMutation({
    mutationFn: onRemove,
    onError: (error) => notifyFailure(`${name} was not removed`, error),
  });
  return (
    <li className={classes.tile}>
      {children}
      <div className={classes.caption}>
        <div>
          <Text size="sm" fw={550} truncate title={name}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {facts}
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
