import { lazyRouteComponent } from '@tanstack/react-router';
import { unreachable } from './api/client.ts';

/**
 * A page whose code is read when it is first opened. Code that cannot be read was either replaced by a newer version, and the
 * router then loads the document again; or no server answers, and to load again would lose the page that is still there.
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(
    () =>
      load().catch(async (error: unknown) => {
        throw (await isAnswering()) ? error : unreachable();
      }),
    name,
  );

function isAnswering(): Promise<boolean> {
  return fetch('/healthz').then(
    ({ ok }) => ok,
    () => false,
  );
}
