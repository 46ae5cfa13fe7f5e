import { IconPlugConnectedX } from '@tabler/icons-react';
import { useConnection } from '../../live/connection-store.ts';
import classes from './connection-banner.module.css';

/** Says that the page may be behind, and that it mends itself. Laid over the page, so nothing moves. */
export function ConnectionBanner() {
  const away = useConnection() === 'away';
  return (
    <div role="status" className={classes.place}>
      {away && (
        <p className={classes.banner}>
          <IconPlugConnectedX size={18} aria-hidden />
          No connection to the server. Trying again; this page catches up by itself.
        </p>
      )}
    </div>
  );
}
