import { ActionIcon, Group } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { paths } from '../../paths.ts';
import { ReviewerButton } from '../../reviewer/reviewer-button.tsx';
import { HotkeySheet } from '../../ui/hotkey-sheet.tsx';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import { useHotkeys } from '../../use-hotkeys.ts';
import { useLeaveGuard } from '../../use-leave-guard.ts';
import { useFocusOnArrival } from './use-focus-on-arrival.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import classes from './app-shell.module.css';

/** The frame around every page. */
export function AppShell() {
  const [keysShown, setKeysShown] = useState(false);
  const main = useRef<HTMLElement>(null);
  useFocusOnArrival(main);
  useLeaveGuard();
  useHotkeys('everywhere', { showKeys: () => setKeysShown(true) });

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <header className={classes.header}>
        <Link to={paths.blueprints} className={classes.brand}>
          <img src="/favicon.svg" alt="" width={24} height={24} />
          Red Rabbit
        </Link>
        <Group gap={4} wrap="nowrap">
          <ReviewerButton />
          <KeyTooltip label="Keys" action="showKeys">
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label="Keys"
              onClick={() => setKeysShown(true)}
            >
              <IconKeyboard size={20} stroke={1.6} />
            </ActionIcon>
          </KeyTooltip>
          <ThemeToggle />
        </Group>
      </header>
      <ConnectionBanner />
      <main ref={main} id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <HotkeySheet opened={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );
}
