import { AsyncLocalStorage } from 'node:async_hooks';

/** What a line in the log is about: `requestId`, `jobId`. */
type Ids = Readonly<Record<string, string>>;

const scope = new AsyncLocalStorage<Ids>();

/** Everything that is logged by `work`, and by whatever it calls, carries the ids. */
export function inLogScope<T>(ids: Ids, work: () => T): T {
  return scope.run({ ...scope.getStore(), ...ids }, work);
}

export function idsOfLog(): Ids {
  return scope.getStore() ?? {};
}
