import { useMatch } from '@tanstack/react-router';
import { paths } from '../../paths.ts';
import { AppShell } from './app-shell.tsx';
import { GuestShell } from './guest-shell.tsx';

/** Whoever came by a link sees that page alone; everybody else the app. */
export function Frame() {
  const isShared = useMatch({ from: paths.shared, shouldThrow: false }) !== undefined;
  return isShared ? <GuestShell /> : <AppShell />;
}
