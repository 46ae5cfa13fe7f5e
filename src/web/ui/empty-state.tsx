import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

type Props = { title: string; children: ReactNode; icon?: ReactNode; action?: ReactNode };

/** Nothing is here yet: says so, and what to do about it. */
export function EmptyState({ title, children, icon, action }: Props) {
  return (
    <Stack className={classes.root} align="center" gap="xs">
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <Title order={2}>{title}</Title>
      <Text c="dimmed" ta="center" maw={460} component="div">
        {children}
      </Text>
      {action}
    </Stack>
  );
}
