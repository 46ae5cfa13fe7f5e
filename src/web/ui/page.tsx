import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

type Props = {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  width?: 'text' | 'full';
};

/** Title, actions and body of a page, with the same edges everywhere. */
export function Page({ title, lead, actions, children, width = 'full' }: Props) {
  return (
    <div className={classes.page} data-width={width}>
      <Group justify="space-between" align="flex-start" gap="sm" mb="md">
        <div className={classes.heading}>
          <Title order={1}>{title}</Title>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </Group>
      {children}
    </div>
  );
}
