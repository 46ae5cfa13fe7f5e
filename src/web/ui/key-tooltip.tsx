import { Group, Kbd, Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { keyOf, type HotkeyAction } from '../hotkeys.ts';

type Props = { label: string; action: HotkeyAction; children: ReactElement };

/** What a button does and which key does the same. */
export function KeyTooltip({ label, action, children }: Props) {
  return (
    <Tooltip
      label={
        <Group gap={6} wrap="nowrap">
          {label}
          <Kbd>{keyOf(action)}</Kbd>
        </Group>
      }
    >
      {children}
    </Tooltip>
  );
}
