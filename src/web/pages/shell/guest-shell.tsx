import { Outlet } from '@tanstack/react-router';
import { ThemeToggle } from './theme-toggle.tsx';
import classes from './app-shell.module.css';

/** Around a page that was shared: no way into the app, and nothing that is kept up to date. */
export function GuestShell() {
  return (
    <div className={classes.shell}>
      <header className={classes.header}>
        <span className={classes.brand}>
          <img src="/favicon.svg" alt="" width={24} height={24} />
          Red Rabbit
        </span>
        <ThemeToggle />
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
