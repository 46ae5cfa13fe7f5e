import { Group, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './panel.module.css';

type Props = { title: string; aside?: ReactNode; children: ReactNode; className?: string };

/** A titled part of a page. */
export function Panel({ title, aside, children, className }: Props) {
  const id = useId();
  return (
    <section className={`${classes.panel} ${className ?? ''}`} aria-labelledby={id}>
      <Group justify="space-between" mb="sm" gap="xs" mih={30}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </section>
  );
}
